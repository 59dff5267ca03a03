// Finds the kernels in a preprocessed source and writes the table that the executor reads.
#pragma once
#include <string>

namespace standin {
// The text to append to the source (preprocessed with shim.h) so that it becomes a module.
std::string kernelTable(const std::string& source, int architecture);
}
