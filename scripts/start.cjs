// The first thing that `npm start` runs: so plain that any Node can read it, however old, and say in
// one sentence what is missing. Everything else is in start.ts.
/* eslint-disable @typescript-eslint/no-require-imports */
'use strict';
var fs = require('fs');
var path = require('path');

var OLDEST = 24;
var root = path.join(__dirname, '..');

function missing() {
  if (!fs.existsSync(path.join(root, 'node_modules', 'workerd')))
    return 'What Tryggrom is made of is not there yet: run “npm ci” first.';
  if (Number(process.versions.node.split('.')[0]) < OLDEST)
    return (
      'Tryggrom needs Node ' +
      OLDEST +
      ' and this is Node ' +
      process.versions.node +
      ': start it by “npm start”, which uses the Node that “npm ci” has brought along.'
    );
  return null;
}

var sentence = missing();
if (sentence === null) {
  process.chdir(root);
  require('./start.ts');
} else {
  console.error(sentence);
  process.exitCode = 1;
}
