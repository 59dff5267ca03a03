#include "memory.h"

#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace standin {
namespace {
constexpr size_t page = 4096;
constexpr size_t alignment = 256;  // What cuMemAlloc promises.
constexpr int poison = 0xFF;       // NaN in every floating-point format, -1 as an integer.
constexpr unsigned char guard = 0xFB;

size_t roundUp(size_t value, size_t unit) { return (value + unit - 1) / unit * unit; }

void check(const char* from, const char* to, CUdeviceptr address, size_t bytes) {
    for (const char* at = from; at < to; at++) {
        if (static_cast<unsigned char>(*at) == guard) continue;
        std::fprintf(stderr, "CUDA stand-in: a kernel or copy wrote %td bytes from the start of an allocation of %zu bytes\n", at - reinterpret_cast<const char*>(address), bytes);
        std::abort();
    }
}
}

CUresult DeviceMemory::allocate(size_t bytes, size_t limit, CUdeviceptr* address) {
    if (bytes == 0) return CUDA_ERROR_INVALID_VALUE;
    if (bytes > limit || total > limit - bytes) return CUDA_ERROR_OUT_OF_MEMORY;
    size_t length = roundUp(bytes, page);
    void* mapped = mmap(nullptr, length + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapped == MAP_FAILED) return CUDA_ERROR_OUT_OF_MEMORY;
    char* pages = static_cast<char*>(mapped) + page;
    if (mprotect(pages, length, PROT_READ | PROT_WRITE) != 0) return CUDA_ERROR_OUT_OF_MEMORY;

    // The allocation ends where its pages end, as nearly as its alignment lets it: reading past the end is noticed, too.
    char* data = pages + length - roundUp(bytes, alignment);
    std::memset(pages, guard, data - pages);
    std::memset(data, poison, bytes);
    std::memset(data + bytes, guard, pages + length - (data + bytes));
    *address = reinterpret_cast<CUdeviceptr>(data);
    blocks[*address] = {bytes, pages, length};
    total += bytes;
    return CUDA_SUCCESS;
}

CUresult DeviceMemory::release(CUdeviceptr address) {
    if (address == 0) return CUDA_SUCCESS;
    auto found = blocks.find(address);
    if (found == blocks.end()) return CUDA_ERROR_INVALID_VALUE;
    const Block& block = found->second;
    const char* data = reinterpret_cast<const char*>(address);
    check(block.pages, data, address, block.bytes);
    check(data + block.bytes, block.pages + block.pageBytes, address, block.bytes);
    munmap(block.pages - page, block.pageBytes + 2 * page);
    total -= block.bytes;
    blocks.erase(found);
    return CUDA_SUCCESS;
}

bool DeviceMemory::holds(CUdeviceptr address, size_t bytes) const {
    auto after = blocks.upper_bound(address);
    if (after == blocks.begin()) return false;
    auto found = std::prev(after);
    size_t offset = address - found->first;
    return offset <= found->second.bytes && bytes <= found->second.bytes - offset;
}
}
