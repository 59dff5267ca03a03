using AdjointKit.Devices.Drivers;
using AdjointKit.Kernels.Fourier;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>How a group holds lines: radices from the first pass to the last, items of a line, lines of a group, numbers between two lines in shared memory.</summary>
internal sealed record LineShape(int Length, int[] Radices, int Lanes, int Lines, int Stride, int Banks)
{
    /// <summary>Longer lines would leave too few groups on a multiprocessor.</summary>
    private const int LongestLine = 4096;

    /// <summary>What CUDA gives a kernel without being asked, and OpenCL on NVIDIA.</summary>
    private const int MostSharedBytes = 48 * 1024;

    private const int MostItems = 1024;
    private const int LeastItems = 128;
    private const int SectorBytes = 32;
    private const int BankBytes = 4;
    private const int BankCount = 32;

    /// <summary>The points that an item has room for.</summary>
    internal int Values => Radices.Max(radix => ((Length / radix) + Lanes - 1) / Lanes * radix);

    internal int Items => Lanes * Lines;

    /// <summary>The shape for a length on a device; null where a line is not smooth, too long, or a single butterfly, which needs no memory to share.</summary>
    /// <param name="length">The number of points.</param>
    /// <param name="device">The device.</param>
    /// <param name="realBytes">The bytes of a real number.</param>
    /// <param name="across">Whether neighbouring lines are nearer in memory than neighbouring points: then so many are taken that a sector of memory is used whole.</param>
    internal static LineShape? TryFind(int length, DeviceDescription device, int realBytes, bool across)
    {
        if (length > LongestLine || SmoothLengths.Radices(length) is not { Length: > 1 } radices) return null;
        Array.Reverse(radices);
        int items = Math.Min(MostItems, device.LargestGroup);
        int lanes = Math.Min(items, length / radices.Max());

        // A row of banks is followed by one unused place, so that steps of a power of two meet all banks; neighbouring lines begin at different ones.
        int banks = BankCount * BankBytes / realBytes;
        int stride = length + (length / banks) + 2;
        int most = Math.Min(items / lanes, Math.Min(MostSharedBytes, device.LocalBytes) / (stride * realBytes));
        if (most == 0) return null;
        int wanted = Math.Max(LeastItems / lanes, across ? SectorBytes / (2 * realBytes) : 1);
        return new LineShape(length, radices, lanes, Math.Clamp(wanted, 1, most), stride, banks);
    }

    /// <summary>The definitions of a program.</summary>
    internal string Definitions(LineForm form) =>
        $"FORM={(int)form} LENGTH={Length} LANES={Lanes} LINES={Lines} STRIDE={Stride} BANKS={Banks} VALUES={Values} LAST={Radices.Length - 1} {string.Join(' ', Radices.Select((radix, pass) => $"RADIX_{pass}={radix}"))}";
}

/// <summary>What a kernel for lines does; the numbers stand in Sources/fourier.lines.cl.</summary>
internal enum LineForm
{
    Transform = 0,
    Filter = 1,
    Bluestein = 2,
}
