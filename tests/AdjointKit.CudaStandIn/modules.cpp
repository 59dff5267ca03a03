#include "modules.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace standin {
namespace {
constexpr char textHead[] = "// CUDA stand-in PTX for compute_";

struct SharedSearch {
    ElfW(Addr) base;
    char* shared;
    size_t bytes;
};

int visit(dl_phdr_info* information, size_t, void* data) {
    auto* search = static_cast<SharedSearch*>(data);
    if (information->dlpi_addr != search->base) return 0;
    for (int i = 0; i < information->dlpi_phnum; i++) {
        if (information->dlpi_phdr[i].p_type != PT_TLS) continue;
        search->shared = static_cast<char*>(information->dlpi_tls_data);
        search->bytes = information->dlpi_phdr[i].p_memsz;
    }

    return 1;
}

// Numbers are never used twice, as addresses of threads are.
uint64_t threadNumber() {
    static std::atomic<uint64_t> last{0};
    thread_local uint64_t number = ++last;
    return number;
}

int digit(char character) { return character <= '9' ? character - '0' : character - 'a' + 10; }

// The linker puts the section headers last, so they end the file.
std::string binaryBytes(const void* image) {
    auto* header = static_cast<const ElfW(Ehdr)*>(image);
    size_t bytes = header->e_shoff + static_cast<size_t>(header->e_shnum) * header->e_shentsize;
    return std::string(static_cast<const char*>(image), bytes);
}

std::string textBytes(const char* text) {
    std::string bytes;
    for (const char* at = std::strchr(text, '\n') + 1; at[0] > ' ' && at[1] > ' '; at += 2) bytes += static_cast<char>(digit(at[0]) << 4 | digit(at[1]));
    return bytes;
}

void* openLibrary(const std::string& bytes) {
    const char* folder = std::getenv("TMPDIR");
    std::string path = std::string(folder != nullptr ? folder : "/tmp") + "/adjointkit-standin-module-XXXXXX";
    int file = mkstemp(path.data());
    if (file < 0) return nullptr;
    bool written = write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
    close(file);
    void* library = written ? dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL) : nullptr;
    if (written && library == nullptr) std::fprintf(stderr, "CUDA stand-in: %s\n", dlerror());
    unlink(path.c_str());
    return library;
}
}

std::string moduleText(const std::string& bytes, int architecture) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text = textHead + std::to_string(architecture) + "\n";
    for (unsigned char byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }

    return text;
}

CUresult loadModule(const void* image, int deviceCapability, Module** into) {
    bool isText = std::strncmp(static_cast<const char*>(image), textHead, sizeof textHead - 1) == 0;
    if (!isText && std::memcmp(image, ELFMAG, SELFMAG) != 0) return CUDA_ERROR_INVALID_IMAGE;
    auto module = std::make_unique<Module>();
    module->library = openLibrary(isText ? textBytes(static_cast<const char*>(image)) : binaryBytes(image));
    if (module->library == nullptr) return CUDA_ERROR_INVALID_IMAGE;
    auto* table = static_cast<const KernelEntry*>(dlsym(module->library, "standinKernels"));
    auto* architecture = static_cast<const int*>(dlsym(module->library, "standinArchitecture"));
    if (table == nullptr || architecture == nullptr) return CUDA_ERROR_INVALID_IMAGE;

    // Text fits every device that is not older; binaries only devices of the same generation.
    if (*architecture > deviceCapability) return isText ? CUDA_ERROR_INVALID_PTX : CUDA_ERROR_NO_BINARY_FOR_GPU;
    if (!isText && *architecture / 10 != deviceCapability / 10) return CUDA_ERROR_NO_BINARY_FOR_GPU;
    module->bind = reinterpret_cast<void (*)(KernelState*)>(dlsym(module->library, "standinBind"));
    module->touchShared = reinterpret_cast<void* (*)()>(dlsym(module->library, "standinTouchShared"));
    module->dynamicShared = reinterpret_cast<void* (*)()>(dlsym(module->library, "standinDynamicShared"));
    for (; table->name != nullptr; table++) module->kernels.push_back({table, module.get()});
    *into = module.release();
    return CUDA_SUCCESS;
}

void unloadModule(Module* module) {
    dlclose(module->library);
    delete module;
}

void Module::findShared() {
    if (touchShared == nullptr || sharedThread == threadNumber()) return;
    sharedThread = threadNumber();

    // A thread's copy exists from its first use on.
    touchShared();
    link_map* map = nullptr;
    dlinfo(library, RTLD_DI_LINKMAP, &map);
    SharedSearch search = {map->l_addr, nullptr, 0};
    dl_iterate_phdr(visit, &search);
    shared = search.shared;
    sharedBytes = search.bytes;
}
}
