// osls loads a plugin with `require` and plain Node; this hands it the TypeScript one.
module.exports = require('tsx/cjs/api').require('./plugin.ts', __filename).ChatRoomPlugin;
