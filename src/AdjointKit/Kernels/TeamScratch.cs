using AdjointKit.Arrays;

namespace AdjointKit.Kernels;

/// <summary>
/// Scratch for each part of a run, kept from call to call. Parts lie apart by as much as they are long, within limits: processors fetch ahead of the strides that a thread reads with, beyond the end of its part, and
/// whatever they fetch is taken away from the thread that writes there. (Two threads on parts side by side took up to twice as long for it.)
/// </summary>
internal sealed unsafe class TeamScratch
{
    /// <summary>The least and the most bytes between two parts. More would not be reached.</summary>
    private const int LeastGap = 1 << 16;
    private const int MostGap = 1 << 20;

    private Storage? storage;
    private nint bytesOfPart;
    private nint gap;

    /// <summary>Rounds a size up to whole cache lines.</summary>
    internal static nint Align(nint bytes) => (bytes + 63) & ~(nint)63;

    /// <summary>Makes room for so many parts.</summary>
    internal void Reserve(int parts, nint bytes)
    {
        bytesOfPart = Align(bytes);
        gap = parts > 1 ? Math.Clamp(bytesOfPart, LeastGap, MostGap) : 0;
        nint all = checked((parts * (bytesOfPart + gap)) + gap);
        if (storage is not null && storage.Bytes >= all) return;
        Release();
        storage = Storage.Rent(all, null, "the scratch of a kernel");
    }

    /// <summary>Gives the memory back.</summary>
    internal void Release()
    {
        storage?.Release(storage.Generation);
        storage = null;
    }

    internal byte* Of(int part) => storage!.Pointer + gap + (part * (bytesOfPart + gap));
}
