import { Progress } from '../../bin/progress';

/** The texts that a progress line writes at some times, in milliseconds. */
function written(isTTY: boolean, times: number[]): string[] {
  const texts: string[] = [];
  let time = 0;
  const progress = new Progress({ isTTY, write: (text) => texts.push(text) }, () => time);
  for (const [index, next] of times.entries()) {
    time = next;
    progress.show(index + 1, 'files read');
  }
  progress.clear();
  return texts;
}

test('shows a line on a terminal after one second, ten times a second, and removes it', () => {
  expect(written(true, [10, 999, 1000, 1050, 1099, 1100])).toEqual([
    '\r\x1b[K3 files read …',
    '\r\x1b[K6 files read …',
    '\r\x1b[K',
  ]);
});

test('shows nothing before, or where nobody is watching', () => {
  expect(written(true, [10, 999])).toEqual([]);
  expect(written(false, [1000, 5000])).toEqual([]);
});

test('counts files, and removes the line even after an error', () => {
  const texts: string[] = [];
  const output = { isTTY: true, write: (text: string) => texts.push(text) };
  const now = jest.spyOn(Date, 'now').mockReturnValue(0);
  const failing = () =>
    Progress.during(output, ({ onFile }) => {
      now.mockReturnValue(2000);
      onFile();
      onFile();
      throw new Error('a file that cannot be read');
    });
  expect(failing).toThrow('a file that cannot be read');
  expect(texts).toEqual(['\r\x1b[K1 files read …', '\r\x1b[K']);
  now.mockRestore();
});
