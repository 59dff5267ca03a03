// A fiber: a stack of its own on which code can stop in the middle and go on later. All fibers run on the thread that enters them, one at a time.
#pragma once
#include <memory>
#include <vector>

namespace standin {
class Fiber {
public:
    // The body never returns: it calls leave() when it has nothing to do.
    explicit Fiber(void (*body)());
    ~Fiber();
    Fiber(const Fiber&) = delete;

    // Goes on where the fiber left, until it leaves again.
    void enter();

    // Back to who entered the running fiber.
    static void leave();

    // The one that runs; null outside of all.
    static Fiber* current();

    // Forgets where the fiber was: it begins again with its body.
    void reset();

private:
    static void begin();

    void (*body)();
    char* stack;
    void* inside = nullptr;
    void* outside = nullptr;
};

// Fibers with nothing to do, kept for later.
class FiberPool {
public:
    explicit FiberPool(void (*body)()) : body(body) {}

    Fiber* take();

    void give(Fiber* fiber) { idle.push_back(fiber); }

    // After a fault nobody knows where the fibers stopped: all begin anew.
    void resetAll();

private:
    void (*body)();
    std::vector<std::unique_ptr<Fiber>> all;
    std::vector<Fiber*> idle;
};
}
