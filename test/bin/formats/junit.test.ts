import { DOMParser } from '@xmldom/xmldom';
import { asJUnit } from '../../../bin/formats/junit';
import { command, inEmptyFolder, MESSAGES, writeSamples } from '../command';

inEmptyFolder();

/** Parses XML and throws if it is not well-formed. Replacement characters are meant. */
function parse(xml: string) {
  const onError = (level: string, message: string) => {
    if (!message.startsWith('Unicode replacement character')) {
      throw new Error(`${level}: ${message}`);
    }
  };
  return new DOMParser({ onError }).parseFromString(xml, 'text/xml');
}

test('prints a test suite for each file and a test case for each object', () => {
  writeSamples();
  const { code, errors, out } = command('validate', '--format', 'junit', 'apps');
  expect({ code, errors }).toEqual({ code: 1, errors: '' });
  expect(out).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cdk8s-spinkube validate" tests="4" failures="2" errors="0" skipped="2">
  <testsuite name="apps/broken.yaml" tests="1" failures="1" errors="0" skipped="0">
    <testcase name="document 1" classname="apps/broken.yaml" file="apps/broken.yaml">
      <failure type="yaml" message="${MESSAGES.yaml}">apps/broken.yaml:2:9 error yaml: ${MESSAGES.yaml}</failure>
    </testcase>
  </testsuite>
  <testsuite name="apps/hello.yaml" tests="1" failures="1" errors="0" skipped="0">
    <testcase name="SpinApp/shop/hello" classname="apps/hello.yaml" file="apps/hello.yaml">
      <failure type="spin-app-replicas" message="${MESSAGES.replicas}">apps/hello.yaml:6:1 error spin-app-replicas: ${MESSAGES.replicas}</failure>
      <system-out>apps/hello.yaml:9:3 warning unknown-field: ${MESSAGES.unknownField}</system-out>
    </testcase>
  </testsuite>
  <testsuite name="apps/widget.yaml" tests="1" failures="0" errors="0" skipped="1">
    <testcase name="Widget/a" classname="apps/widget.yaml" file="apps/widget.yaml">
      <skipped message="the schema of this kind is not known"/>
    </testcase>
  </testsuite>
  <testsuite name="apps/values.yaml" tests="1" failures="0" errors="0" skipped="1">
    <testcase name="apps/values.yaml" classname="apps/values.yaml" file="apps/values.yaml">
      <skipped message="contains no Kubernetes objects"/>
    </testcase>
  </testsuite>
</testsuites>
`);
  expect(parse(out).getElementsByTagName('testcase')).toHaveLength(4);
});

test('counts warnings as failures with --fail-on warning, in one element', () => {
  writeSamples();
  const document = parse(command('validate', '--format', 'junit', '--fail-on', 'warning', 'apps/hello.yaml').out);
  const failures = [...document.getElementsByTagName('failure')];
  expect(failures.map(({ textContent }) => textContent?.split('\n').length)).toEqual([2]);
  expect(document.getElementsByTagName('system-out')).toHaveLength(0);
});

test('is well-formed whatever the texts contain', () => {
  const text = `<![CDATA[ ]]> & "quotes" 'too' <a>\t\0\x1b\ufffe\ud800 😀`;
  const finding = { level: 'error', rule: text, path: '', message: text } as const;
  const object = { file: text, index: 0, kind: text, namespace: '', name: '', isChecked: true, findings: [finding] };
  const document = parse(asJUnit({ objects: [object], notes: [], failOn: 'error' }));
  const readable = `<![CDATA[ ]]> & "quotes" 'too' <a>\t\ufffd\ufffd\ufffd\ufffd 😀`;
  expect(document.getElementsByTagName('failure')[0].textContent).toBe(`${readable} error ${readable}: ${readable}`);
});
