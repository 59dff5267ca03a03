#include "compiler.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <sstream>

#include "kernels.h"

extern char** environ;

// The text of shim.h.
asm(R"(
    .section .rodata
    .hidden standinShim
    .hidden standinShimEnd
    .globl standinShim
    .globl standinShimEnd
standinShim:
    .incbin "shim.h"
standinShimEnd:
    .byte 0
    .text
)");
extern "C" const char standinShim[];
extern "C" const char standinShimEnd[];

namespace standin {
namespace {
const std::vector<std::string> flags = {"g++", "-x", "c++", "-std=c++17", "-O1", "-march=native", "-ffp-contract=off", "-fno-math-errno", "-fsanitize=alignment,bounds", "-fsanitize-undefined-trap-on-error", "-fPIC", "-fvisibility=hidden",
                                        "-Wno-unknown-pragmas", "-Werror=vla", "-Werror=return-type", "-fdiagnostics-color=never", "-fno-diagnostics-show-caret"};

std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

void write(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

// Without a shell: whatever a definition holds stays one argument. What the compiler says goes to a file.
bool run(std::vector<std::string> command, const std::string& log) {
    std::vector<char*> arguments;
    for (std::string& part : command) arguments.push_back(part.data());
    arguments.push_back(nullptr);
    std::vector<char*> environment;
    for (char** variable = environ; *variable != nullptr; variable++) environment.push_back(*variable);
    std::string plain = "LC_ALL=C";
    environment.push_back(plain.data());
    environment.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    pid_t child = 0;
    int error = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        write(log, "nvrtc: error: the stand-in needs g++, which could not be started\n");
        return false;
    }

    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }

    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// "name:12:5: error: text" becomes "name(12): error: text", as the real compiler writes it; other lines are left out.
std::string translate(const std::string& log, const std::string& name) {
    std::string text;
    int errors = 0;
    std::istringstream lines(log);
    for (std::string line; std::getline(lines, line);) {
        bool isError = line.find("error: ") != std::string::npos;
        size_t kind = line.find(isError ? "error: " : "warning: "), first = line.find(':');
        if (kind == std::string::npos || first >= kind) continue;
        text += line.substr(0, first) + "(" + std::to_string(std::atoi(line.c_str() + first + 1)) + "): " + line.substr(kind) + "\n\n";
        if (isError) errors++;
    }

    if (errors == 0) return log;
    return text + std::to_string(errors) + (errors == 1 ? " error" : " errors") + " detected in the compilation of \"" + name + "\".\n";
}

uint64_t hash(const std::string& text, uint64_t state) {
    for (unsigned char byte : text) state = (state ^ byte) * 0x100000001B3u;
    return state;
}

std::string hexadecimal(uint64_t value) {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
    return text;
}

std::string temporaryFolder() {
    const char* folder = std::getenv("TMPDIR");
    return folder != nullptr && *folder != 0 ? folder : "/tmp";
}

// Modules compiled earlier, by this process or another, named by what they were made from.
std::string cachePath(const std::string& key) {
    std::string folder = temporaryFolder() + "/adjointkit-standin-" + std::to_string(getuid());
    mkdir(folder.c_str(), 0700);
    return folder + "/" + hexadecimal(hash(key, 0xCBF29CE484222325u)) + hexadecimal(hash(key, 0x84222325CBF29CE4u)) + ".so";
}

Compilation compileIn(const std::string& folder, const std::string& source, const std::string& name, const std::vector<std::string>& definitions, int architecture) {
    std::string shim = folder + "/shim.h", input = folder + "/input.cpp", plain = folder + "/plain.ii", module = folder + "/module.so", log = folder + "/log";
    write(shim, std::string(standinShim, standinShimEnd));
    write(input, "# 1 \"" + name + "\"\n" + source + "\n");

    std::vector<std::string> preprocess = flags;
    preprocess.insert(preprocess.end(), definitions.begin(), definitions.end());
    preprocess.insert(preprocess.end(), {"-D__CUDA_ARCH__=" + std::to_string(architecture * 10), "-include", shim, "-E", input, "-o", plain});
    if (!run(preprocess, log)) return {false, "", translate(read(log), name)};

    std::string text = read(plain);
    write(plain, text + kernelTable(text, architecture));
    std::vector<std::string> link = flags;
    link.insert(link.end(), {"-D__standin_kernel__=", "-D__standin_bounds__(...)=", "-shared", plain, "-o", module});
    if (!run(link, log)) return {false, "", translate(read(log), name)};
    return {true, read(module), ""};
}
}

Compilation compile(const std::string& source, const std::string& name, const std::vector<std::string>& definitions, int architecture) {
    static std::mutex lock;
    static std::map<std::string, std::string> compiled;
    std::string key = std::string(standinShim, standinShimEnd) + '\0' + source + '\0' + name + '\0' + std::to_string(architecture) + __VERSION__ + STANDIN_SOURCES;
    for (const std::string& definition : definitions) key += '\0' + definition;
    {
        std::lock_guard<std::mutex> guard(lock);
        auto found = compiled.find(key);
        if (found != compiled.end()) return {true, found->second, ""};
    }

    std::string path = cachePath(key), binary = read(path);
    if (binary.empty()) {
        std::string folder = temporaryFolder() + "/adjointkit-standin-compile-XXXXXX";
        if (mkdtemp(folder.data()) == nullptr) return {false, "", "nvrtc: error: no temporary folder\n"};
        Compilation made = compileIn(folder, source, name, definitions, architecture);
        if (made.succeeded && std::rename((folder + "/module.so").c_str(), path.c_str()) != 0) unlink((folder + "/module.so").c_str());
        for (const char* file : {"/shim.h", "/input.cpp", "/plain.ii", "/log"}) unlink((folder + file).c_str());
        rmdir(folder.c_str());
        if (!made.succeeded) return made;
        binary = std::move(made.binary);
    }

    std::lock_guard<std::mutex> guard(lock);
    compiled[key] = binary;
    return {true, binary, ""};
}
}
