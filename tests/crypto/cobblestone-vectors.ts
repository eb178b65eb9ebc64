// Known answers for C2SP chunked-encryption, Cobblestone-256, from the Wycheproof project:
// testvectors_v1/c2sp_chunked_encryption_aes_256_gcm_test.json, made by filippo.io/cobblestone. A selection
// of its cases, numbered as there; ciphertexts are zlib-packed, as there.

export const KEY = '59454c4c4f57205355424d4152494e452059454c4c4f57205355424d4152494e';
const OTHER_KEY = '4f52414e4745205355424d4152494e45204f52414e4745205355424d4152494e';

export const VALID = [
  {
    id: 1,
    situation: 'empty message',
    packed:
      '78da004800b7ff43a2e39431cbae0389d3fc86adf46f7c3a24de88d9311617e53f3164cc1d5dc738a66b97f0bf786565c31799c2f463d50a7e10046011dc6fc3c939e3a5db7affb6191551669554fb010000ffff4bc124df',
    length: 0,
    sha512:
      'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e'
  },
  {
    id: 2,
    situation: 'short message, single chunk',
    packed:
      '78da004f00b0ffa1a1b56f6db58cd1ede0c5c9db62aef20d3f96a6c594bb9252bb38122de91236502b42a1d7fcab820ffa292940d2f86add212cfa42c38df19d3cc9139ee61a5990d3db57433514229beea49a8a72bd010000ffffdb4f2a44',
    length: 7,
    sha512:
      'e85f32a85f1d4f7c9b2d36d20eca8435d81253e7075e9dea069eb1b6da48daf92ef1797367b520d8a46c4f72cecb85b1daff8887fcb41721d39943d1952fc180'
  },
  {
    id: 3,
    situation: 'full chunk followed by short chunk',
    packed:
      '78daecc0312b05010000e0ab33889449c9a0cb22b9ba89943f70a5fc02db1918582c6e757465a0db6eb11ad5a52e1383b2dca26c66a4647b75f55ebdf733def27d4f7ff71fd7e9db7137b778b1558707cdd27cf270d4177b2f7751f738d80e376f9ed7aaaf7c793dfa0d47ef2797b3e57ed6bf360100000000000000000000000000000030750bc9613ffc6cafd232cb57ebd3b320de5d29cedbf876a7da18ff7fffcc4c020000ffffea552abb',
    length: 16385,
    sha512:
      'db9e441f318209d02c8eaedfa94be7a08d3414057835c80ecea2deb0b16438ff97ae6dac13a749efe4a24686b01dc0dfab756703e810cc164466cd5cce99b3e8'
  },
  {
    id: 4,
    situation: 'two full chunks followed by empty terminating chunk',
    packed:
      '78daecd0bf2b05010000e057b7d8defc5296b788cda88ce495e10d4a51865726b2d09592e1ba18c8c5250bc748dde094410ccaea57ec2283888c57a6f767dcf27d7fc277bed777fc96e565eb3b5d1b7e1e8c5e6677ff3b0737ad93c7e946efd15d732359df1f5f196a4ffc66a7f5ab9db9783e9d7c2a1a5b35000000000000000000000000000000a0726998070f97f7edbf7acff2f6d8f58711000000000000000000000000000000a8dee7ebe6ed623093f49f45f1577938b2f053d49a03e1d4fb45dc590d9646bb010000ffff046e3552',
    length: 32768,
    sha512:
      'ccf53be90b5c9bc1aad1fb9b37e86fd60ca86a41401051e636c41e8ddc61b574d6767d16f035f18391c21ff24d1fa5171c5a537685e7197532884845bf7e990b'
  },
  {
    id: 5,
    situation: 'two full chunks followed by short chunk',
    packed:
      '78daecd0312b44010000e02b1365b8bac97048e965b9a46e910ce76222bda26e1289d47b3218947a6579623088494f4a3683d1248b4c262965b0199e6230bc4cf733def27d3fe18bde96c28fabfdc1eae2dce5571caedc0d5f17b717b5707bf3a67efad033feda6a06e76bd3239fcfc55e75f67868e2fbbff3988e9e5500000000000000000000000000000080d2650b7df5df7827cf0fb3e065ec64de0800000000000000000000000000000094afb6be75d4dfbe9f6c4dcd34929f666f6560e3a971f0b7bafbbe9cb6834e1275030000ffff850d2e54',
    length: 32769,
    sha512:
      '365a0363626fc42718c9fb3507b9e06a4c64971cc7d93e6c0d2058f8ab3bd38151ba6948896655fc6f2b39b27f7f5df52c67fc6d5a44f0f188f018c576646c4b'
  },
  {
    id: 6,
    situation: 'full chunk followed by empty terminating chunk',
    packed:
      '78daecc0ad4a0301000060c560f019c49faca0ed821ea2588c62100541cc2746413841835a7c018b20076a325dd4032d8eb5856361db2d6d6c8b2b838ded3156beeff3fce3e4eb20e9fcf5aaedb07ffb589b1f657190fee7f16f763d3bdcf9ce8aabe5d74a145e5e1cdd6fad6c2c1ebead8d8b87c60c00000000000000000000000000000030759bfb7bc7ade6dcfa69ba5abf7bff79d92e3d07e585a7ddbcbb743648a29b49000000ffff4eef2f3b',
    length: 16384,
    sha512:
      'd787e0bf39e0d2e9a707b94bc77329f665286160744507f0fac9608e33a98994b6d9dd4a43a6326287d32b2e15d76e0de6a8818689698bee2ca419bf9bbedc02'
  }
] as const;

export const INVALID = [
  {
    id: 15,
    situation: 'corrupted first chunk followed by valid short chunk',
    code: 'authentication-failed',
    packed:
      '78daecc0b12a06710000f0ff204a2e3603ddc262e41d9493321819aeee09d4ddcca2bcc1a574c30de8ea3098af0ccaaadcc215311b94f40ddff03dc6b7fc7e67776b7d94befda4f1c767d6dc94ab0bbbdd57f7771ebd276d7bbf3dac0ff565b5f83f7adacb9f8babeffd901ccc56af2b0f0100000000000000000000000000000098baf8224ae6778e1eebeb8d99e397d3c3109aa5eca4dcea6f37c773bfc5723e090000ffff7bd02b04'
  },
  {
    id: 16,
    situation: 'single chunk truncated to remove authentication tag',
    code: 'truncated',
    packed:
      '78dad270329c9ddec7ada418b04767c7923331ee2c87262f125d59a0c8be7373eb2fa924762df7ae29ded2bfa34de6579c357a702440af45d1be6fae3c03200000ffff94c01721'
  },
  {
    id: 17,
    situation: 'payload shorter than one authentication tag',
    code: 'truncated',
    packed:
      '78da004400bbff679551dfcc4221c2c5f3dfcff2f94fcd7df0dc5d0dac8ceb294cda58ffffbe199532a141b16102b69550faa5e1315a3c823e58b9e3141839e1fd278b80a7dabc12eaa4ed010000ffff54b5266f'
  },
  {
    id: 18,
    situation: 'valid chunk followed by 20 trailing bytes',
    code: 'authentication-failed',
    packed:
      '78daecc0b12b4471000060bc0c86b7db142b13592d06457a0393986c945e49d9a4c46020834ca6b728e58d6f10c5abb798c4c0205ddd72755dfd5e5737ddfd19b77cdf751ec79d85a9b37a66fcf839dbbf99587d3a984fd64e8bc6df58952775b377f8b2d25abeba7f0dd1cfdd7bb27371723e375a3d8c0000000000000000000000000000000043d70f59372d8ff642f4fdff99defe7eec161b5f6f979b938f5bd3e5ecfae2523b6c0f020000ffffe358318d'
  },
  {
    id: 20,
    situation: 'header only, no encrypted chunks',
    code: 'truncated',
    packed:
      '78da003800c7ffe728f14e89526f8830991f461c0fd07601a246a0c94b753ba4fab29386d9e39e72d5e8955f709651b6dedb825c64c984364f74e1b6ac93d6010000ffff198a1ded'
  },
  {
    id: 21,
    situation: 'valid ciphertext with wrong commitment',
    code: 'commitment-mismatch',
    packed:
      '78da004900b6ffa7bf214ab87afe86ae30940aba6d25aa92d1c26a7c4de03ece1f5f63bd31ca5d9517ce97effb9ce62c4f01433335d070ca3de6243f4cb67a00a4deb622c6b80140d1c88f54ade32fdc010000ffff59a52514'
  },
  {
    id: 22,
    situation: 'valid ciphertext decrypted with wrong key',
    code: 'commitment-mismatch',
    key: OTHER_KEY,
    packed:
      '78da004900b6ffabeb3f4f4a3ea1f1f76bc25808b37063d4cb21425ca6a8b16271ed22f6a3f51ec7e7fa4dcef196179d3c77b5b42103766ae1975bae6ae0690079aa245e53811c13d45a553b0365b499010000ffffa0d324a1'
  },
  {
    id: 23,
    situation: 'valid ciphertext encrypted with too-short key',
    code: 'weak-input',
    key: OTHER_KEY.slice(0, 62),
    packed:
      '78da004900b6ff6ef808c1cd9f44167ca6def93900220263151ac63993ec688bd665a34ce4ef6ddcdef700c0a0d03f2cf4e9a9223e5beb44cf2b8648a517d800395459ad30bf0be4ebdf76177cab6b63010000ffff4e6c248e'
  },
  {
    id: 24,
    situation: 'valid ciphertext encrypted with too-long key',
    code: 'weak-input',
    key: `${OTHER_KEY}45`,
    packed:
      '78da004900b6ffa8216cfec9382688e31855498b1926ee6d34fa36b0923ab847f28096ca9cb85541317e5996a82aa8eb0aac8cdfdce37dbb44e2000c169b4a003a3e67f79899f915d167b39ea1d8cd1d010000ffff29f52485'
  },
  {
    id: 25,
    situation: 'valid ciphertext decrypted with wrong context',
    code: 'commitment-mismatch',
    context: '77726f6e6720636f6e74657874',
    packed:
      '78da004900b6ff36201844cafc0e596bec8782c560b7b1d065b90a94d227007f07a7185f0c1f449310232a0ff1d5667ece42aff4e7c0359df78ece43b312d50034c80236b5c7900f7eebe540d242b8eb010000ffffc64f22fe'
  },
  {
    id: 26,
    situation: 'valid ciphertext with corrupted salt',
    code: 'commitment-mismatch',
    packed:
      '78da004900b6ff7c510aa191fdb799b3715106fb9da30a3e314a08a12bf1eed6084369ad9560c21c856d0087e1206c5c1e9a994b3ca98542e0fe1ffef9e23c0091398606b7077f679901eea490bb8f6b010000fffff4792294'
  },
  {
    id: 28,
    situation: 'only salt, no commitment',
    code: 'truncated',
    packed: '78dacaefb91479802ffcd17ddfcda766ca0536acbc22d4d02b69a70e080000ffff9d580b79'
  },
  {
    id: 31,
    situation: 'full chunk without terminating empty chunk',
    code: 'truncated',
    packed:
      '78daecc0a17281010000e0ed05f6005bd8edb6b6b2956db7b2b6853581843b89eaee0fff398993088222f93d8042f0272fa0090402f5578838e73194efdb546ebb0fe7f1f772300c82bfb7ed7ba691faa9dd3ff6abedf818164abf51b957ff9f4df7f364158f16e9fccbd35df6949bdc0000000000000000000000000000000057f7997c1cc2d7a8b34e76cf5fc556f3120000ffffbcaa2611'
  },
  {
    id: 33,
    situation: 'two full chunks plus short final chunk, chunks 0 and 1 swapped',
    code: 'authentication-failed',
    packed:
      '78daecd03f2b05010000f0b733ab4b6755a697e17c0352cacef292283bd3934591de88dea0a737bde53248397f4add7a9781c5ee884557eaf23f1fe396dfef23fc36d7c2fbe0f6baa8868eff5e8ee6d7df3e06cb930b717be37b38493a97fdf3a4d91b74b38760fcee77efabb7949e4463dd89a9d30600000000000000000000000000000050bb76da1af909f2e93c5c7cad5a8f9111000000000000000000000000000000a8dfe1ee41b49d75b63ecb99b3d99be668a37cbfa8c2fde795abd59da7b9b85ffc070000ffffa2eb3b6a'
  }
] as const;
