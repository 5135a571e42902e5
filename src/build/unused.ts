import type { Unused } from './prune.js';

/**
 * What is never reached of ky and reconnecting-websocket. src/client calls them in one way each:
 *
 * - `rest.ts` makes an instance with `retry: 0`, `timeout: false`, `throwHttpErrors: false`, and calls it with an address, `method`, `json`, plain
 *   `headers` and a `signal`. It reads the response itself.
 * - `connection.ts` makes an instance for each try, with an address, `maxRetries: 0`, no queue and a class that it made fit, and sends when it is open.
 */
export const UNUSED: Readonly<Record<string, Unused>> = {
  'ky/distribution/index.js': {
    never: ['for (const method of requestMethods)…', 'ky.extend = …', 'ky.stop = …', 'ky.retry = …'],
  },
  'ky/distribution/core/constants.js': {
    // Makes a request when it is loaded, to find out.
    never: ['export const supportsRequestStreams = …', 'validate();'],
    always: { 'new TextEncoder().encode(…': "''" },
  },
  'ky/distribution/core/Ky.js': {
    never: [
      // Time-outs, retries, and errors for what is not a 200.
      'if (typeof ky.#options.timeout…',
      'return timeout(…',
      'timeout: …',
      'retry: …',
      'throwHttpErrors: …',
      'if (!response.ok…',
      'if (this.#abortController?.signal.aborted)…',
      'if (supportsAbortController…',
      'this.request = this.#originalRequest.clone();',
      // Hooks and progress.
      'hooks: …',
      'context: …',
      'for (const hook of ky.#options.hooks.afterResponse)…',
      'for (const hook of this.#options.hooks.beforeRequest)…',
      'ky.#decorateResponse(response);',
      'if (ky.#options.onDownloadProgress)…',
      'if (this.#options.onUploadProgress)…',
      // `ky(…).json()` and its like.
      'for (const [type, mimeType] of…',
      'await Promise.resolve();',
      // Requests and forms, prefixes and parameters, bodies that are streams.
      "if (typeof this.#input !== 'string'…",
      'if (this.#options.prefixUrl…',
      'prefixUrl: …',
      'const userProvidedContentType = …',
      'if (this.#input instanceof globalThis.Request…',
      'if (hasSearchParameters(…',
      'if (supportsRequestStreams)…',
    ],
    always: {
      'ky.#retry(function_).finally(…': 'function_()',
      'this.#options.timeout === false': 'true',
      'normalizeRequestMethod(…': 'options.method',
      'this.#options.stringifyJson?.(this.#options.json)': 'undefined',
      "this.#options.headers.get('content-type')": 'undefined',
      'findUnknownOptions(…': '{}',
    },
  },
  'ky/distribution/utils/merge.js': {
    never: [
      'export const validateAndMerge = … → for (const source of sources)…',
      "if (key === 'signal'…",
      "if (key === 'context')…",
      "if (key === 'searchParams')…",
      'if (isObject(value) && key in returnValue)…',
      'if (isObject(source.hooks))…',
      'if (isObject(source.headers))…',
      'if (searchParameters !== undefined)…',
      'if (signals.length > 0)…',
    ],
    always: {
      'export const deepMerge = … → Array.isArray(source)': 'false',
      "(isHeadersInstance && value === 'undefined') || value === undefined": 'false',
    },
  },
  'reconnecting-websocket/reconnecting-websocket.ts': {
    never: [
      'if (this._options.startClosed)…',
      'if (!isWebSocket(…',
      // Tries after the first.
      'if (this._retryCount >= maxRetries)…',
      'this._retryCount++;',
      'this._retryCount = …',
      'maxRetries = …',
      'this._connectLock = …',
      'if (this._connectLock || !this._shouldReconnect)…',
      'this._shouldReconnect = …',
      'if (this._shouldReconnect)…',
      '_connect() … → this._removeListeners();',
      '_addListeners() … → if (!this._ws)…',
      '_removeListeners() … → if (!this._ws)…',
      '_disconnect(… → if (!this._ws)…',
      'this._handleError = … → this._connect();',
      'const { minUptime = …',
      'this._uptimeTimeout = …',
      'clearTimeout(this._uptimeTimeout);',
      '_acceptOpen() …',
      '_getNextDelay() …',
      'reconnect(…',
      // What is sent before it is open.
      'this._messageQueue = []',
      'this._messageQueue.forEach(…',
      'const { maxEnqueuedMessages = …',
      'if (this._messageQueue.length < …',
      'get bufferedAmount()…',
      // Other ways to listen, and to be asked.
      'this.onclose = null',
      'this.onerror = null',
      'this.onmessage = null',
      'this.onopen = null',
      'if (this.onopen)…',
      'if (this.onmessage)…',
      'if (this.onerror)…',
      'if (this.onclose)…',
      'this._listeners.error.forEach(…',
      'dispatchEvent(…',
      'removeEventListener(…',
      'static get CONNECTING()…',
      'static get CLOSING()…',
      'static get CLOSED()…',
      'get CONNECTING()…',
      'get OPEN()…',
      'get CLOSING()…',
      'get CLOSED()…',
      'get retryCount()…',
      'get extensions()…',
      'get protocol()…',
      'get url()…',
      // Frames are text.
      'get binaryType()…',
      'set binaryType(…',
      'this._binaryType = "blob"',
      'this._ws.binaryType = this._binaryType',
      '_getNextUrl(…',
      'this._debug(…',
      '_debug(…',
    ],
    always: {
      'this._options.startClosed': 'false',
      'this._getNextDelay()': '0',
      'this._getNextUrl(this._url)': 'this._url',
      'connectionTimeout = DEFAULT.connectionTimeout': 'connectionTimeout',
      'WebSocket2 = getGlobalWebSocket()': 'WebSocket2',
      '"handleEvent" in listener': 'false',
      'ReconnectingWebSocket.CONNECTING': '0',
      'this.OPEN': '1',
      'this.CLOSED': '3',
      // What is read of the events that it makes itself.
      'new Events.ErrorEvent(…': "{ message: 'TIMEOUT' }",
      'new Events.CloseEvent(…': '{ code }',
    },
  },
};
