#!/usr/bin/env bash
# Lets TorchSharp 0.107.0 load on a Linux whose libstdc++ is older than GCC 13's (Debian 12, Ubuntu 22.04).
#
#   make-torchsharp-load.sh FOLDER      FOLDER is a build's output, the one that holds TorchSharp.dll
#
# TorchSharp's native library asks for one symbol, std::ios_base_library_init(), in version GLIBCXX_3.4.32. The function
# does nothing: GCC 13 calls it only to be sure of a libstdc++ that sets up std::cout by itself. Older ones set it up from
# every object file that includes <iostream>, and libtorch's own objects do that. So two steps are enough:
#   1. mark the version as weak in FOLDER's copy of the library, so that the loader no longer refuses it;
#   2. compile a library that supplies an empty function of that name, to be preloaded:
#      LD_PRELOAD=FOLDER/libinitv.so dotnet FOLDER/PROGRAM.dll
# Nothing outside FOLDER changes. Running it again is harmless. It needs gcc and python3.
set -euo pipefail

folder=$(realpath "${1:?usage: make-torchsharp-load.sh FOLDER}")

echo 'void _ZSt21ios_base_library_initv(void) {}' | gcc -x c -shared -fPIC -o "$folder/libinitv.so" -

find "$folder" -name libLibTorchSharp.so -exec python3 -c '
import struct, sys

SHT_GNU_VERNEED, VER_FLG_WEAK = 0x6FFFFFFE, 2
WANTED = b"GLIBCXX_3.4.32"


def walk(image, position, count, next_field):
    """Yields the positions of a linked list whose 32-bit field at next_field is the distance to the next entry."""
    for _ in range(count):
        yield position
        position += struct.unpack_from("<I", image, position + next_field)[0]


for path in sys.argv[1:]:
    with open(path, "r+b") as file:
        image = bytearray(file.read())
        first_section, = struct.unpack_from("<Q", image, 0x28)
        section_count, = struct.unpack_from("<H", image, 0x3C)

        def section(index):
            """(type, file offset, index of its string table, entry count) of a section header of 64 bytes."""
            start = first_section + 64 * index
            kind, = struct.unpack_from("<I", image, start + 4)
            offset, = struct.unpack_from("<Q", image, start + 24)
            link, information = struct.unpack_from("<II", image, start + 40)
            return kind, offset, link, information

        for index in range(section_count):
            kind, offset, link, entries = section(index)
            if kind != SHT_GNU_VERNEED:
                continue
            names = section(link)[1]
            # Elf64_Verneed: version, count, file, distance to the first Vernaux, distance to the next Verneed.
            for need in walk(image, offset, entries, 12):
                versions, = struct.unpack_from("<H", image, need + 2)
                first, = struct.unpack_from("<I", image, need + 8)
                # Elf64_Vernaux: hash, flags, other, name, distance to the next Vernaux.
                for version in walk(image, need + first, versions, 12):
                    flags, = struct.unpack_from("<H", image, version + 4)
                    name, = struct.unpack_from("<I", image, version + 8)
                    if image[names + name:].startswith(WANTED + b"\0"):
                        struct.pack_into("<H", image, version + 4, flags | VER_FLG_WEAK)
        file.seek(0)
        file.write(image)
' {} +
