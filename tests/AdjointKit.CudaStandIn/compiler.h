// Compiles a kernel source to a module with the processor's compiler.
#pragma once
#include <string>
#include <vector>

namespace standin {
struct Compilation {
    bool succeeded;
    std::string binary;
    std::string log;
};

// definitions: "-DNAME=VALUE" and "-UNAME" as they came.
Compilation compile(const std::string& source, const std::string& name, const std::vector<std::string>& definitions, int architecture);
}
