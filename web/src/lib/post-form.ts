// A presigned POST: the form fields first, the file last, as the storage wants it. XMLHttpRequest, because fetch
// does not tell how far an upload has come.
import { ApiError, offline } from '@/lib/api/problem';

export function postForm(form: { url: string; fields: { [name: string]: unknown } }, file: Blob, onProgress: (share: number) => void): Promise<void> {
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.append(name, String(value));
  body.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', form.url);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => (request.status < 300 ? resolve() : reject(refused(request.status)));
    request.onerror = () => reject(offline());
    request.send(body);
  });
}

/** The storage answers in XML that says nothing to a person; the page has its own sentence for it. */
const refused = (status: number) => new ApiError({ type: '/problems/upload-refused', title: 'upload-refused', status });
