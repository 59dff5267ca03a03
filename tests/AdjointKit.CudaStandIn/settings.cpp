#include "settings.h"

#include <cstdlib>
#include <map>
#include <mutex>

#include "cuda.h"

namespace standin {
namespace {
std::mutex lock;
std::map<std::string, std::string> chosen;
}

std::string settingText(const char* name, const char* otherwise) {
    std::lock_guard<std::mutex> guard(lock);
    auto found = chosen.find(name);
    if (found != chosen.end()) return found->second;
    const char* value = std::getenv((std::string("ADJOINTKIT_STANDIN_") + name).c_str());
    return value != nullptr && *value != 0 ? value : otherwise;
}

long long setting(const char* name, long long otherwise) {
    std::string text = settingText(name, "");
    return text.empty() ? otherwise : std::strtoll(text.c_str(), nullptr, 10);
}
}

// A null value takes the choice back.
STANDIN_API void adjointkitStandInSet(const char* name, const char* value) {
    std::lock_guard<std::mutex> guard(standin::lock);
    if (value == nullptr) standin::chosen.erase(name);
    else standin::chosen[name] = value;
}
