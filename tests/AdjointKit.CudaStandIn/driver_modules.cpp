// Modules, their kernels, and launches.
#include <cstring>

#include "blocks.h"
#include "driver.h"
#include "modules.h"

using namespace standin;

STANDIN_API CUresult cuModuleLoadDataEx(CUmodule* module, const void* image, unsigned, const int*, void**) {
    return inContext([&](Device&) { return image == nullptr ? CUDA_ERROR_INVALID_VALUE : loadModule(image, capability(), module); });
}

STANDIN_API CUresult cuModuleLoadData(CUmodule* module, const void* image) { return cuModuleLoadDataEx(module, image, 0, nullptr, nullptr); }

STANDIN_API CUresult cuModuleUnload(CUmodule module) {
    return inContext([&](Device& device) {
        if (module == nullptr) return CUDA_ERROR_INVALID_HANDLE;
        device.finish();
        unloadModule(module);
        return device.failure;
    });
}

STANDIN_API CUresult cuModuleGetFunction(CUfunction* function, CUmodule module, const char* name) {
    return inContext([&](Device&) {
        if (module == nullptr) return CUDA_ERROR_INVALID_HANDLE;
        for (const Kernel& kernel : module->kernels) {
            if (std::strcmp(kernel.entry->name, name) != 0) continue;
            *function = &kernel;
            return CUDA_SUCCESS;
        }

        return CUDA_ERROR_NOT_FOUND;
    });
}

STANDIN_API CUresult cuFuncGetAttribute(int* value, int attribute, CUfunction function) {
    constexpr int mostThreads = 0, sharedBytes = 1, registers = 4, binaryVersion = 6;
    return inContext([&](Device&) {
        if (function == nullptr) return CUDA_ERROR_INVALID_HANDLE;
        switch (attribute) {
            case mostThreads: *value = function->entry->mostThreads; break;
            case sharedBytes:
                // Of the module, not of this kernel alone: nobody here knows the part.
                function->module->findShared();
                *value = static_cast<int>(function->module->sharedBytes);
                break;
            case registers: *value = 32; break;
            case binaryVersion: *value = capability(); break;
            default: *value = 0; break;
        }

        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuLaunchKernel(CUfunction function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY, unsigned blockZ, unsigned dynamicBytes,
                                    CUstream handle, void** parameters, void** extra) {
    return onStream(handle, [&](Device& device, std::shared_ptr<Stream> stream) {
        constexpr unsigned mostThreads = 1024, mostBlockZ = 64, mostGridX = 2147483647, mostGridYZ = 65535;
        if (function == nullptr) return CUDA_ERROR_INVALID_HANDLE;
        Index grid = {gridX, gridY, gridZ}, block = {blockX, blockY, blockZ};
        if (extra != nullptr || grid.count() == 0 || block.count() == 0) return CUDA_ERROR_INVALID_VALUE;
        if (gridX > mostGridX || gridY > mostGridYZ || gridZ > mostGridYZ) return CUDA_ERROR_INVALID_VALUE;
        if (blockX > mostThreads || blockY > mostThreads || blockZ > mostBlockZ || block.count() > mostThreads) return CUDA_ERROR_INVALID_VALUE;
        if (dynamicBytes > BlockRunner::sharedBytes) return CUDA_ERROR_INVALID_VALUE;
        const KernelEntry& entry = *function->entry;
        if (block.count() > static_cast<uint64_t>(entry.mostThreads)) return CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES;
        if (entry.count > 0 && parameters == nullptr) return CUDA_ERROR_INVALID_VALUE;

        // The parameters' values are taken now, whatever the caller does with their memory later.
        std::vector<char> arguments;
        for (int i = 0; i < entry.count; i++) {
            size_t at = arguments.size();
            arguments.resize(at + (entry.sizes[i] + 15) / 16 * 16);
            std::memcpy(arguments.data() + at, parameters[i], entry.sizes[i]);
        }

        stream->add([=, &device, arguments = std::move(arguments)] {
            unsigned sizes[] = {gridX, gridY, gridZ, blockX, blockY, blockZ};
            return execute(device, function, arguments, sizes, dynamicBytes);
        });
        return CUDA_SUCCESS;
    });
}
