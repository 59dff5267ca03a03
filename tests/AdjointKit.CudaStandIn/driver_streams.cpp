// Streams and events.
#include <algorithm>
#include <chrono>

#include "driver.h"

using namespace standin;

namespace {
double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }
}

STANDIN_API CUresult cuStreamCreate(CUstream* handle, unsigned) {
    return inContext([&](Device& device) {
        device.streams.push_back(std::make_shared<Stream>(&device));
        *handle = device.streams.back().get();
        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuStreamDestroy_v2(CUstream handle) {
    return onStream(handle, [&](Device& device, std::shared_ptr<Stream> stream) {
        if (handle == nullptr) return CUDA_ERROR_INVALID_HANDLE;
        stream->finish();
        device.streams.erase(std::find(device.streams.begin(), device.streams.end(), stream));
        return device.failure;
    });
}

STANDIN_API CUresult cuStreamSynchronize(CUstream handle) {
    return onStream(handle, [](Device& device, std::shared_ptr<Stream> stream) {
        stream->finish();
        return device.failure;
    });
}

STANDIN_API CUresult cuStreamWaitEvent(CUstream handle, CUevent event, unsigned) {
    return onStream(handle, [&](Device&, std::shared_ptr<Stream> stream) {
        if (event == nullptr) return CUDA_ERROR_INVALID_HANDLE;
        std::shared_ptr<Recording> recording = event->last;
        if (recording == nullptr) return CUDA_SUCCESS;
        stream->add([=] {
            recording->stream->workTo(recording->number);
            return recording->stream->device->failure;
        });
        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuEventCreate(CUevent* event, unsigned) {
    return inContext([&](Device&) {
        *event = new Event();
        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuEventDestroy_v2(CUevent event) {
    return inContext([&](Device&) {
        delete event;
        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuEventRecord(CUevent event, CUstream handle) {
    return onStream(handle, [&](Device&, std::shared_ptr<Stream> stream) {
        if (event == nullptr) return CUDA_ERROR_INVALID_HANDLE;
        auto recording = std::make_shared<Recording>(Recording{stream, stream->added + 1, false, 0});
        event->last = recording;
        stream->add([=] {
            recording->seconds = now();
            recording->reached = true;
            return CUDA_SUCCESS;
        });
        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuEventSynchronize(CUevent event) {
    return inContext([&](Device& device) {
        if (event == nullptr) return CUDA_ERROR_INVALID_HANDLE;
        if (event->last != nullptr) event->last->stream->workTo(event->last->number);
        return device.failure;
    });
}

// Asking brings the stream one step on: who asks again and again comes to an end.
STANDIN_API CUresult cuEventQuery(CUevent event) {
    return inContext([&](Device& device) {
        if (event == nullptr) return CUDA_ERROR_INVALID_HANDLE;
        if (event->last == nullptr || event->last->reached) return CUDA_SUCCESS;
        event->last->stream->workTo(event->last->stream->done + 1);
        return device.failure != CUDA_SUCCESS ? device.failure : event->last->reached ? CUDA_SUCCESS : CUDA_ERROR_NOT_READY;
    });
}

STANDIN_API CUresult cuEventElapsedTime(float* milliseconds, CUevent from, CUevent to) {
    return inContext([&](Device&) {
        if (from == nullptr || to == nullptr || from->last == nullptr || to->last == nullptr) return CUDA_ERROR_INVALID_HANDLE;
        if (!from->last->reached || !to->last->reached) return CUDA_ERROR_NOT_READY;
        *milliseconds = static_cast<float>((to->last->seconds - from->last->seconds) * 1e3);
        return CUDA_SUCCESS;
    });
}
