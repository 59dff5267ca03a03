// Memory of the device, pinned memory of the host, copies and fills.
#include <cstdlib>
#include <cstring>
#include <map>

#include "driver.h"
#include "settings.h"

namespace standin {
namespace {
std::map<const char*, size_t> pinned;

template <class Element> CUresult fill(CUdeviceptr to, Element value, size_t count, CUstream handle) {
    return onStream(handle, [&](Device& device, std::shared_ptr<Stream> stream) {
        if (to % sizeof(Element) != 0 || !device.memory.holds(to, count * sizeof(Element))) return CUDA_ERROR_INVALID_VALUE;
        stream->add([=] {
            auto* elements = reinterpret_cast<Element*>(to);
            for (size_t i = 0; i < count; i++) elements[i] = value;
            return CUDA_SUCCESS;
        });
        return CUDA_SUCCESS;
    });
}

bool isDeviceMemory(CUdeviceptr address, size_t bytes) {
    for (auto& device : devices) {
        if (device->memory.holds(address, bytes)) return true;
    }

    return false;
}
}

bool isPinned(const void* host, size_t bytes) {
    auto* address = static_cast<const char*>(host);
    auto after = pinned.upper_bound(address);
    if (after == pinned.begin()) return false;
    auto found = std::prev(after);
    return address + bytes <= found->first + found->second;
}
}

using namespace standin;

STANDIN_API CUresult cuMemGetInfo_v2(size_t* free, size_t* total) {
    return inContext([&](Device& device) {
        *total = static_cast<size_t>(setting("MEMORY", 1LL << 30));
        *free = *total > device.memory.used() ? *total - device.memory.used() : 0;
        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuMemAlloc_v2(CUdeviceptr* address, size_t bytes) {
    return inContext([&](Device& device) { return device.memory.allocate(bytes, static_cast<size_t>(setting("MEMORY", 1LL << 30)), address); });
}

STANDIN_API CUresult cuMemFree_v2(CUdeviceptr address) {
    return inContext([&](Device& device) {
        device.finish();
        return device.failure != CUDA_SUCCESS ? device.failure : device.memory.release(address);
    });
}

STANDIN_API CUresult cuMemHostAlloc(void** host, size_t bytes, unsigned) {
    return inContext([&](Device&) {
        *host = std::malloc(bytes);
        if (*host == nullptr) return CUDA_ERROR_OUT_OF_MEMORY;
        pinned[static_cast<char*>(*host)] = bytes;
        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuMemFreeHost(void* host) {
    return inContext([&](Device& device) {
        if (pinned.count(static_cast<char*>(host)) == 0) return CUDA_ERROR_INVALID_VALUE;
        device.finish();
        pinned.erase(static_cast<char*>(host));
        std::free(host);
        return device.failure;
    });
}

STANDIN_API CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void* from, size_t bytes, CUstream handle) {
    return onStream(handle, [&](Device& device, std::shared_ptr<Stream> stream) {
        if (from == nullptr || !device.memory.holds(to, bytes)) return CUDA_ERROR_INVALID_VALUE;
        if (isPinned(from, bytes)) {
            stream->add([=] {
                std::memcpy(reinterpret_cast<void*>(to), from, bytes);
                return CUDA_SUCCESS;
            });
        } else {
            // The driver takes ordinary memory's contents at once.
            std::vector<char> taken(static_cast<const char*>(from), static_cast<const char*>(from) + bytes);
            stream->add([=, taken = std::move(taken)] {
                std::memcpy(reinterpret_cast<void*>(to), taken.data(), bytes);
                return CUDA_SUCCESS;
            });
        }

        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuMemcpyDtoHAsync_v2(void* to, CUdeviceptr from, size_t bytes, CUstream handle) {
    return onStream(handle, [&](Device& device, std::shared_ptr<Stream> stream) {
        if (to == nullptr || !device.memory.holds(from, bytes)) return CUDA_ERROR_INVALID_VALUE;
        stream->add([=] {
            std::memcpy(to, reinterpret_cast<const void*>(from), bytes);
            return CUDA_SUCCESS;
        });

        // A copy to ordinary memory has ended when the call returns.
        if (!isPinned(to, bytes)) stream->finish();
        return device.failure;
    });
}

STANDIN_API CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream handle) {
    return onStream(handle, [&](Device&, std::shared_ptr<Stream> stream) {
        if (!isDeviceMemory(to, bytes) || !isDeviceMemory(from, bytes)) return CUDA_ERROR_INVALID_VALUE;
        stream->add([=] {
            std::memmove(reinterpret_cast<void*>(to), reinterpret_cast<const void*>(from), bytes);
            return CUDA_SUCCESS;
        });
        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void* from, size_t bytes) { return cuMemcpyHtoDAsync_v2(to, from, bytes, nullptr); }

STANDIN_API CUresult cuMemcpyDtoH_v2(void* to, CUdeviceptr from, size_t bytes) { return cuMemcpyDtoHAsync_v2(to, from, bytes, nullptr); }

STANDIN_API CUresult cuMemsetD8Async(CUdeviceptr to, unsigned char value, size_t count, CUstream stream) { return fill(to, value, count, stream); }

STANDIN_API CUresult cuMemsetD32Async(CUdeviceptr to, unsigned value, size_t count, CUstream stream) { return fill(to, value, count, stream); }
