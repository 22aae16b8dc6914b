import { violation } from '../../private/errors';
import { isDnsLabel } from '../../private/names';
import { DeliveryStage } from '../delivery';
import { isApp, isExecutor } from '../readiness';
import { Installation } from './installation';

/** Everything about the stages of a bundle that Flux cannot do. */
export function validateStages(installation: Installation): string[] {
  const { stages } = installation;
  return [...stages.flatMap(({ name }) => longName(installation.kustomizationOf(name))), ...stages.flatMap(deadlock)];
}

/** Kubernetes would take longer names; Flux writes them into a label of every object. */
function longName(name: string): string[] {
  const rule = 'is too long for a Kustomization: at most 63 characters';
  return isDnsLabel(name) ? [] : [violation('name', name, rule, 'shorten it, or that of the stage')];
}

/** Flux has the server try out all of a stage before it applies any of it. */
function deadlock({ name, objects }: DeliveryStage): string[] {
  const rule =
    'holds executors and SpinApps: Flux applies neither, as the operator refuses a SpinApp before its executor is there';
  return objects.some(isExecutor) && objects.some(isApp)
    ? [violation('stage', name, rule, 'put them into charts of their own')]
    : [];
}
