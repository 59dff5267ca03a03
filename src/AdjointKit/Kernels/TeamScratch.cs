using AdjointKit.Arrays;

namespace AdjointKit.Kernels;

/// <summary>Scratch for each part of a run, kept from call to call.</summary>
internal sealed unsafe class TeamScratch
{
    private Storage? storage;
    private nint bytesOfPart;

    /// <summary>Rounds a size up to whole cache lines.</summary>
    internal static nint Align(nint bytes) => (bytes + 63) & ~(nint)63;

    /// <summary>Makes room for so many parts.</summary>
    internal void Reserve(int parts, nint bytes)
    {
        bytesOfPart = Align(bytes);
        nint all = checked(parts * bytesOfPart);
        if (storage is not null && storage.Bytes >= all) return;
        storage?.Release(storage.Generation);
        storage = Storage.Rent(all, null, "the scratch of a kernel");
    }

    internal byte* Of(int part) => storage!.Pointer + (part * bytesOfPart);
}
