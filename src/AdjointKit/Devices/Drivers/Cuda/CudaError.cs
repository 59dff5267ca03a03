namespace AdjointKit.Devices.Drivers.Cuda;

/// <summary>The error codes of CUDA's driver that mean something to this project.</summary>
internal static class CudaError
{
    internal const int Success = 0;
    internal const int OutOfMemory = 2;
    internal const int NoDevice = 100;
    internal const int NotFound = 500;

    /// <summary>Whether a binary was made for another device or by another version: it must be compiled anew.</summary>
    internal static bool IsForeignBinary(int code) => code is
        200 or // INVALID_IMAGE
        209 or // NO_BINARY_FOR_GPU
        218; // INVALID_PTX

    /// <summary>Whether nothing in the context can be used any more.</summary>
    internal static bool IsLoss(int code) => code is
        4 or // DEINITIALIZED
        46 or // DEVICE_UNAVAILABLE
        214 or // ECC_UNCORRECTABLE
        220 or // NVLINK_UNCORRECTABLE
        (>= 700 and <= 719 and not 701 and not 704 and not 705 and not 708 and not 711 and not 712 and not 713) or // a kernel went wrong; those left out are refusals
        721 or // EXTERNAL_DEVICE, and what else the device itself reports
        999; // UNKNOWN
}
