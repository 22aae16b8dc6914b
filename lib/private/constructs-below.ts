import { IConstruct } from 'constructs';

/** A construct and everything below it, as `node.findAll()`, which overflows the call stack in a deep tree. */
export function constructsBelow(root: IConstruct): IConstruct[] {
  const found: IConstruct[] = [];
  const todo = [root];
  for (let construct = todo.pop(); construct; construct = todo.pop()) {
    found.push(construct);
    for (const child of construct.node.children.reverse()) {
      todo.push(child);
    }
  }
  return found;
}
