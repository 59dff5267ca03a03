// Device memory: each allocation has pages of its own between two pages that nobody may touch, is filled with poison, and the bytes around it
// inside its pages are guards that are checked when it is freed.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>

#include "cuda.h"

namespace standin {
class DeviceMemory {
public:
    CUresult allocate(size_t bytes, size_t limit, CUdeviceptr* address);

    // Aborts with a message if a guard byte was overwritten.
    CUresult release(CUdeviceptr address);

    bool holds(CUdeviceptr address, size_t bytes) const;

    size_t used() const { return total; }

private:
    struct Block {
        size_t bytes;
        char* pages;
        size_t pageBytes;
    };

    std::map<CUdeviceptr, Block> blocks;
    size_t total = 0;
};
}
