#include "kernels.h"

#include <cctype>
#include <map>
#include <vector>

namespace standin {
namespace {
const std::string kernelMark = "__standin_kernel__";
const std::string boundsMark = "__standin_bounds__";
const std::string sharedMark = "thread_local";

using Words = std::vector<std::string>;

bool isWord(char character) { return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_'; }

// Words and single characters. Lines that begin with # (they say where the next line came from) are passed over.
Words split(const std::string& text) {
    Words words;
    for (size_t at = 0; at < text.size();) {
        size_t from = at++;
        if (text[from] == '#' && (from == 0 || text[from - 1] == '\n')) {
            while (at < text.size() && text[at] != '\n') at++;
        } else if (isWord(text[from])) {
            while (at < text.size() && isWord(text[at])) at++;
            words.push_back(text.substr(from, at - from));
        } else if (std::isspace(static_cast<unsigned char>(text[from])) == 0) {
            words.push_back(text.substr(from, 1));
        }
    }

    return words;
}

bool isExternC(const Words& words, size_t before) {
    return before >= 4 && words[before - 4] == "extern" && words[before - 3] == "\"" && words[before - 2] == "C" && words[before - 1] == "\"";
}

// What stands between the parenthesis at this place and the one that closes it; the place moves behind both.
std::string inParentheses(const Words& words, size_t& at) {
    std::string text;
    for (int open = 0; at < words.size(); at++) {
        if (words[at] == ")" && --open == 0) break;
        if (open > 0) text += words[at] + " ";
        if (words[at] == "(") open++;
    }

    at++;
    return text;
}

// Kernel name to launch bounds ("" if it has none). Only extern "C" ones: the driver finds no others by name.
std::map<std::string, std::string> findKernels(const Words& words) {
    std::map<std::string, std::string> kernels;
    for (size_t mark = 0; mark < words.size(); mark++) {
        if (words[mark] != kernelMark || !isExternC(words, mark)) continue;
        std::string bounds;
        for (size_t at = mark + 1; at + 1 < words.size(); at++) {
            if (words[at] == boundsMark) bounds = inParentheses(words, ++at);
            if (words[at + 1] != "(") continue;
            kernels[words[at]] = bounds;
            break;
        }
    }

    return kernels;
}

// `extern __shared__ T name[];`: name to type. The declarations stay, and the variable itself is added at the end.
std::map<std::string, std::string> findDynamicShared(const Words& words) {
    std::map<std::string, std::string> variables;
    for (size_t mark = 1; mark < words.size(); mark++) {
        if (words[mark] != sharedMark || words[mark - 1] != "extern") continue;
        std::string type, name;
        for (size_t at = mark + 1; at < words.size() && words[at] != "[" && words[at] != ";"; at++) {
            type += name + " ";
            name = words[at];
        }

        variables[name] = type;
    }

    return variables;
}
}

std::string kernelTable(const std::string& source, int architecture) {
    const std::string exported = "extern \"C\" __attribute__((visibility(\"default\"))) ";
    Words words = split(source);
    std::string text = "\n# 1 \"stand-in\"\n";
    auto dynamic = findDynamicShared(words);
    for (auto& [name, type] : dynamic) text += "thread_local " + type + name + "[49152 / sizeof(" + type + ")];\n";
    if (!dynamic.empty()) text += exported + "void* standinDynamicShared() { return " + dynamic.begin()->first + "; }\n";
    if (source.find(sharedMark) != std::string::npos) {
        text += "thread_local char standinTouched;\n";
        text += exported + "void* standinTouchShared() { return &standinTouched; }\n";
    }

    text += exported + "void standinBind(__standin_state_type* state) { __standin_state = state; }\n";
    text += exported + "const int standinArchitecture = " + std::to_string(architecture) + ";\n";
    text += exported + "const __standin_kernel_type standinKernels[] = {\n";
    for (auto& [name, bounds] : findKernels(words)) {
        std::string call = "__standin_call<&" + name + ">";
        text += "{\"" + name + "\", &" + call + "::run, " + call + "::count, " + call + "::sizes, " + call + "::pointers(), __standin_most_threads(" + bounds + ")},\n";
    }

    return text + "{}};\n";
}
}
