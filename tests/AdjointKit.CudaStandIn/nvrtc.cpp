// The part of NVRTC's functions that the stand-in knows.
#include <cstring>
#include <sstream>

#include "compiler.h"
#include "cuda.h"
#include "modules.h"
#include "settings.h"

namespace {
enum Result {
    Success = 0,
    InvalidInput = 3,
    InvalidProgram = 4,
    InvalidOption = 5,
    CompilationError = 6,
};

struct Program {
    std::string source;
    std::string name;
    std::string log;
    std::string binary;
    std::string text;
};

std::vector<int> architectures() {
    std::vector<int> found;
    std::istringstream list(standin::settingText("ARCHITECTURES", "75,80,86,89,90"));
    for (std::string item; std::getline(list, item, ',');) found.push_back(std::stoi(item));
    return found;
}

bool startsWith(const std::string& text, const char* head) { return text.rfind(head, 0) == 0; }

// Options that change nothing here.
bool isKnown(const std::string& option) {
    for (const char* head : {"--std=", "-std=", "--fmad=", "-fmad=", "--ftz=", "-ftz=", "--prec-sqrt=", "-prec-sqrt=", "--prec-div=", "-prec-div=", "--maxrregcount=", "-maxrregcount=",
                             "--diag-suppress=", "-diag-suppress=", "--ptxas-options=", "-Xptxas=", "--dopt=", "-dopt="}) {
        if (startsWith(option, head)) return true;
    }

    for (const char* whole : {"--use_fast_math", "-use_fast_math", "--extra-device-vectorization", "-extra-device-vectorization", "--restrict", "-restrict", "--generate-line-info",
                              "-lineinfo", "--device-debug", "-G", "--disable-warnings", "-w", "--device-as-default-execution-space", "-default-device", "--minimal", "-minimal"}) {
        if (option == whole) return true;
    }

    return false;
}

struct Options {
    std::vector<std::string> definitions;
    int architecture = 52;
    bool isVirtual = true;
};

Result parse(int count, const char* const* texts, Options& options, std::string& log) {
    for (int i = 0; i < count; i++) {
        std::string option = texts[i];
        if (startsWith(option, "-D") || startsWith(option, "-U")) {
            options.definitions.push_back(option);
        } else if (startsWith(option, "--define-macro=")) {
            options.definitions.push_back("-D" + option.substr(std::strlen("--define-macro=")));
        } else if (startsWith(option, "--gpu-architecture=") || startsWith(option, "-arch=")) {
            std::string value = option.substr(option.find('=') + 1);
            options.isVirtual = startsWith(value, "compute_");
            bool isReal = startsWith(value, "sm_");
            options.architecture = options.isVirtual || isReal ? std::atoi(value.c_str() + value.find('_') + 1) : 0;
            bool supported = false;
            for (int architecture : architectures()) supported |= architecture == options.architecture;
            if (!supported) {
                log = "nvrtc: error: invalid value for --gpu-architecture (-arch)\n";
                return InvalidOption;
            }
        } else if (!isKnown(option)) {
            log = "nvrtc: error: unrecognized option " + option + " found\n";
            return InvalidOption;
        }
    }

    return Success;
}

Result size(Program* program, std::string Program::*member, size_t end, size_t* bytes) {
    if (program == nullptr || bytes == nullptr) return InvalidInput;
    *bytes = (program->*member).size() + end;
    return Success;
}

Result copy(Program* program, std::string Program::*member, size_t end, char* into) {
    if (program == nullptr || into == nullptr) return InvalidInput;
    std::memcpy(into, (program->*member).data(), (program->*member).size());
    if (end != 0) into[(program->*member).size()] = '\0';
    return Success;
}
}

STANDIN_API const char* nvrtcGetErrorString(Result result) {
    switch (result) {
        case Success: return "NVRTC_SUCCESS";
        case InvalidInput: return "NVRTC_ERROR_INVALID_INPUT";
        case InvalidProgram: return "NVRTC_ERROR_INVALID_PROGRAM";
        case InvalidOption: return "NVRTC_ERROR_INVALID_OPTION";
        case CompilationError: return "NVRTC_ERROR_COMPILATION";
        default: return "NVRTC_ERROR unknown";
    }
}

STANDIN_API Result nvrtcVersion(int* major, int* minor) {
    *major = 12;
    *minor = 4;
    return Success;
}

STANDIN_API Result nvrtcGetNumSupportedArchs(int* count) {
    *count = static_cast<int>(architectures().size());
    return Success;
}

STANDIN_API Result nvrtcGetSupportedArchs(int* into) {
    for (int architecture : architectures()) *into++ = architecture;
    return Success;
}

STANDIN_API Result nvrtcCreateProgram(Program** program, const char* source, const char* name, int headers, const char* const*, const char* const*) {
    if (program == nullptr || source == nullptr || headers != 0) return InvalidInput;
    *program = new Program{source, name != nullptr && *name != 0 ? name : "default_program", "", "", ""};
    return Success;
}

STANDIN_API Result nvrtcDestroyProgram(Program** program) {
    if (program == nullptr || *program == nullptr) return InvalidProgram;
    delete *program;
    *program = nullptr;
    return Success;
}

STANDIN_API Result nvrtcCompileProgram(Program* program, int count, const char* const* texts) {
    if (program == nullptr) return InvalidProgram;
    Options options;
    Result parsed = parse(count, texts, options, program->log);
    if (parsed != Success) return parsed;
    standin::Compilation made = standin::compile(program->source, program->name, options.definitions, options.architecture);
    program->log = made.log;
    if (!made.succeeded) return CompilationError;
    program->text = standin::moduleText(made.binary, options.architecture);
    program->binary = options.isVirtual ? "" : made.binary;
    return Success;
}

STANDIN_API Result nvrtcGetProgramLogSize(Program* program, size_t* bytes) { return size(program, &Program::log, 1, bytes); }

STANDIN_API Result nvrtcGetProgramLog(Program* program, char* into) { return copy(program, &Program::log, 1, into); }

STANDIN_API Result nvrtcGetCUBINSize(Program* program, size_t* bytes) { return size(program, &Program::binary, 0, bytes); }

STANDIN_API Result nvrtcGetCUBIN(Program* program, char* into) { return copy(program, &Program::binary, 0, into); }

STANDIN_API Result nvrtcGetPTXSize(Program* program, size_t* bytes) { return size(program, &Program::text, 1, bytes); }

STANDIN_API Result nvrtcGetPTX(Program* program, char* into) { return copy(program, &Program::text, 1, into); }
