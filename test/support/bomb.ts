import { deflateRawSync } from 'node:zlib';

/** A zip of one entry that unpacks to `size` zeros and claims to unpack to `claimed`. */
export function bomb(name: string, size: number, claimed = size): Buffer {
  const packed = deflateRawSync(Buffer.alloc(size), { level: 1 });
  const file = Buffer.from(name);
  const sizes = (buffer: Buffer, at: number) => {
    buffer.writeUInt32LE(packed.length, at);
    buffer.writeUInt32LE(claimed, at + 4);
    buffer.writeUInt16LE(file.length, at + 8);
  };
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  sizes(local, 18);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 4);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  sizes(central, 20);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + file.length, 12);
  end.writeUInt32LE(local.length + file.length + packed.length, 16);
  return Buffer.concat([local, file, packed, central, file, end]);
}
