namespace AdjointKit.Devices.Drivers.OpenCl;

/// <summary>The error codes of OpenCL by name, and what they mean for the device.</summary>
internal static class OpenClError
{
    internal const int Success = 0;
    internal const int DeviceNotFound = -1;
    internal const int NoPlatform = -1001;

    /// <summary>The name of a code.</summary>
    internal static string NameOf(int code) => code switch
    {
        -1 => "CL_DEVICE_NOT_FOUND",
        -2 => "CL_DEVICE_NOT_AVAILABLE",
        -3 => "CL_COMPILER_NOT_AVAILABLE",
        -4 => "CL_MEM_OBJECT_ALLOCATION_FAILURE",
        -5 => "CL_OUT_OF_RESOURCES",
        -6 => "CL_OUT_OF_HOST_MEMORY",
        -11 => "CL_BUILD_PROGRAM_FAILURE",
        -14 => "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST",
        -30 => "CL_INVALID_VALUE",
        -34 => "CL_INVALID_CONTEXT",
        -36 => "CL_INVALID_COMMAND_QUEUE",
        -38 => "CL_INVALID_MEM_OBJECT",
        -42 => "CL_INVALID_BINARY",
        -43 => "CL_INVALID_BUILD_OPTIONS",
        -45 => "CL_INVALID_PROGRAM_EXECUTABLE",
        -46 => "CL_INVALID_KERNEL_NAME",
        -48 => "CL_INVALID_KERNEL",
        -49 => "CL_INVALID_ARG_INDEX",
        -50 => "CL_INVALID_ARG_VALUE",
        -51 => "CL_INVALID_ARG_SIZE",
        -52 => "CL_INVALID_KERNEL_ARGS",
        -54 => "CL_INVALID_WORK_GROUP_SIZE",
        -55 => "CL_INVALID_WORK_ITEM_SIZE",
        -61 => "CL_INVALID_BUFFER_SIZE",
        -63 => "CL_INVALID_GLOBAL_WORK_SIZE",
        NoPlatform => "CL_PLATFORM_NOT_FOUND_KHR",
        -9999 => "an illegal access to memory (NVIDIA's code -9999)",
        _ => $"OpenCL error {code}",
    };

    /// <summary>Whether the device has no room.</summary>
    internal static bool IsOutOfMemory(int code) => code is -4 or -5 or -6 or -61;

    /// <summary>Whether nothing on the device can be used any more.</summary>
    internal static bool IsLoss(int code) => code is -2 or -14 or -34 or -36 or -9999;
}
