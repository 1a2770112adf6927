import test from 'ava';
import fc from 'fast-check';
import { readHttpBody } from '../../bench/load/http-body.js';

const lengthHead = (length: number): string => `HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: ${length}`;
const chunkedHead = 'HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked';

const writeChunks = (chunks: readonly string[]): Buffer =>
  Buffer.from([...chunks, ''].map((chunk) => `${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`).join(''));

test('a body with a length is there when all of its bytes are', (t) => {
  t.is(readHttpBody(lengthHead(5), Buffer.from('four')), undefined);
  t.is(String(readHttpBody(lengthHead(5), Buffer.from('fives'))), 'fives');
  t.is(String(readHttpBody(lengthHead(0), Buffer.alloc(0))), '');
});

test('chunks are joined, whatever is in them and wherever the connection cuts them', (t) => {
  const chunk = fc.string({ minLength: 1, unit: fc.constantFrom('a', '\r\n', '0\r\n\r\n', 'é') });
  fc.assert(
    fc.property(fc.array(chunk), fc.nat(), (chunks, cut) => {
      const all = writeChunks(chunks);
      t.is(String(readHttpBody(chunkedHead, all)), chunks.join(''));
      t.is(readHttpBody(chunkedHead, all.subarray(0, cut % all.length)), undefined);
    }),
  );
});

test('an answer that announces neither is refused', (t) => {
  t.throws(() => readHttpBody('HTTP/1.1 200 OK', Buffer.alloc(0)), {
    message: /^expected an answer with Content-Length/,
  });
});
