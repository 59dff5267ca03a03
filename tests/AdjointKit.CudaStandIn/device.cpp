#include "device.h"

#include <algorithm>
#include <cstdio>

#include "blocks.h"
#include "settings.h"

namespace standin {
namespace {
constexpr uint64_t mostPending = 1024;

// A pointer parameter may be null or point into (or to the end of) live memory of this device.
bool pointersAreOurs(const Device& device, const KernelEntry& kernel, void** arguments) {
    for (int i = 0; i < kernel.count; i++) {
        if ((kernel.pointers >> i & 1) == 0) continue;
        auto address = *static_cast<CUdeviceptr*>(arguments[i]);
        if (address == 0 || device.memory.holds(address, 0)) continue;
        std::fprintf(stderr, "CUDA stand-in: kernel %s: parameter %d (%#llx) points to no memory of device %d\n", kernel.name, i, address, device.index);
        return false;
    }

    return true;
}
}

void Stream::add(std::function<CUresult()> operation) {
    if (device->failure != CUDA_SUCCESS) return;
    work.push_back(std::move(operation));
    added++;
    if (work.size() >= mostPending) finish();
}

void Stream::workTo(uint64_t number) {
    while (done < number && device->failure == CUDA_SUCCESS) {
        std::function<CUresult()> operation = std::move(work.front());
        work.pop_front();
        done++;
        CUresult result = operation();
        if (device->failure == CUDA_SUCCESS) device->failure = result;
    }

    if (device->failure == CUDA_SUCCESS) return;
    work.clear();
    done = added;
}

void Device::finish() {
    if (defaultStream != nullptr) defaultStream->finish();
    for (auto& stream : streams) stream->finish();
}

std::shared_ptr<Stream> Device::find(CUstream handle) const {
    if (handle == nullptr) return defaultStream;
    auto found = std::find_if(streams.begin(), streams.end(), [&](auto& stream) { return stream.get() == handle; });
    return found == streams.end() ? nullptr : *found;
}

CUresult execute(Device& device, CUfunction kernel, std::vector<char> arguments, const unsigned* sizes, size_t dynamicBytes) {
    static BlockRunner runner;
    static long long launches = 0;
    launches++;
    long long failAfter = setting("FAIL_AFTER", 0);
    if (failAfter > 0 && launches >= failAfter) return CUDA_ERROR_ILLEGAL_ADDRESS;

    const KernelEntry& entry = *kernel->entry;
    std::vector<void*> pointers;
    size_t offset = 0;
    for (int i = 0; i < entry.count; i++) {
        pointers.push_back(arguments.data() + offset);
        offset += (entry.sizes[i] + 15) / 16 * 16;
    }

    if (!pointersAreOurs(device, entry, pointers.data())) return CUDA_ERROR_ILLEGAL_ADDRESS;
    kernel->module->findShared();
    uint64_t seed = static_cast<uint64_t>(setting("SEED", 1)) * 1000003u + static_cast<uint64_t>(launches);
    return runner.run(*kernel, pointers.data(), {sizes[0], sizes[1], sizes[2]}, {sizes[3], sizes[4], sizes[5]}, dynamicBytes, seed);
}
}
