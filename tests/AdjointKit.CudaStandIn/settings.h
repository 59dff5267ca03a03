// What a test can choose: by environment variables ADJOINTKIT_STANDIN_<NAME>, or by the exported function adjointkitStandInSet("<NAME>", value), which wins.
#pragma once
#include <string>

namespace standin {
// DEVICES, SEED, MEMORY, FAIL_AFTER, CAPABILITY, INIT_ERROR: see README.md.
long long setting(const char* name, long long otherwise);

std::string settingText(const char* name, const char* otherwise);
}
