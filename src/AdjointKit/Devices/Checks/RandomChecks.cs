using AdjointKit.Arrays;

namespace AdjointKit.Devices.Checks;

/// <summary>Random numbers: the bits of the host, from any number of the stream on; normal numbers to rounding.</summary>
internal static class RandomChecks
{
    internal const string Suite = "random numbers";

    private static readonly CounterRandom Random = new(0x1234_5678_9ABC_DEF0, 0xFEDC_BA98_7654_3210);
    private static readonly ElementType[] Types = [ElementType.Float32, ElementType.Float64, ElementType.Complex64, ElementType.Complex128];

    internal static IEnumerable<DeviceCheck> All()
    {
        foreach (ElementType type in Types)
        {
            bool needsDouble = type is ElementType.Float64 or ElementType.Complex128;
            yield return new DeviceCheck(Suite, $"uniform numbers of {type}", needsDouble, compute => Compare(compute, type, static (backend, into, first) => backend.FillUniform(into, Random, first)), 0);
            yield return new DeviceCheck(Suite, $"normal numbers of {type}", needsDouble, compute => Compare(compute, type, static (backend, into, first) => backend.FillNormal(into, Random, first)), CheckArrays.Tolerance(type));
        }

        yield return new DeviceCheck(Suite, "Bernoulli numbers of float", NeedsDouble: false, compute => Compare(compute, ElementType.Float32, static (backend, into, first) => backend.FillBernoulli(into, 0.3, Random, first)), 0);
        yield return new DeviceCheck(Suite, "Bernoulli numbers of bool", NeedsDouble: false, Truths, 0);
        yield return new DeviceCheck(Suite, "integers", NeedsDouble: false, Integers, 0);
        yield return new DeviceCheck(Suite, "permutations", NeedsDouble: false, Permutations, 0);
    }

    private static double Compare(Compute compute, ElementType type, Action<Backend, UntypedArray, ulong> fill)
    {
        double worst = 0;
        foreach ((nint length, ulong first) in ((nint, ulong)[])[(1, 0), (1000, 7), (4097, 123_456_789_012), (2, 1)])
        {
            UntypedArray host = compute.Host.Backend.Allocate(type, new Shape(length), null);
            UntypedArray device = compute.Backend.Allocate(type, new Shape(length), null);
            fill(compute.Host.Backend, host, first);
            fill(compute.Backend, device, first);
            worst = Math.Max(worst, CheckArrays.Distance(compute, device, host));
        }

        return worst;
    }

    private static double Truths(Compute compute)
    {
        NdArray<bool> host = NdArray.Empty<bool>(new Shape(2001));
        NdArray<bool> device = compute.Empty<bool>(2001);
        compute.Host.Backend.FillBernoulli(host, 0.7, Random, 3);
        compute.Backend.FillBernoulli(device, 0.7, Random, 3);
        return Differences(host, compute.ToHost(device));
    }

    /// <summary>Ranges of which one rejects every second draw.</summary>
    private static double Integers(Compute compute)
    {
        double wrong = 0;
        foreach ((long from, long to) in ((long, long)[])[(-3, 4), (0, (1L << 62) + (1L << 61) + 1), (long.MinValue, long.MaxValue), (5, 6)])
        {
            NdArray<long> host = NdArray.Empty<long>(new Shape(2001));
            NdArray<long> device = compute.Empty<long>(2001);
            compute.Host.Backend.FillIntegers(host, from, to, Random, 5);
            compute.Backend.FillIntegers(device, from, to, Random, 5);
            wrong += Differences(host, compute.ToHost(device));
        }

        return wrong;
    }

    private static double Permutations(Compute compute)
    {
        double wrong = 0;
        foreach (nint length in (nint[])[1, 2, 255, 256, 257, 10_000])
        {
            NdArray<long> host = NdArray.Empty<long>(new Shape(length));
            NdArray<long> device = compute.Empty<long>(length);
            compute.Host.Backend.FillPermutation(host, Random);
            compute.Backend.FillPermutation(device, Random);
            wrong += Differences(host, compute.ToHost(device));
        }

        return wrong;
    }

    private static double Differences<T>(NdArray<T> first, NdArray<T> second)
        where T : unmanaged
    {
        int different = 0;
        for (int j = 0; j < first.Count; j++) different += EqualityComparer<T>.Default.Equals(first.AsReadOnlySpan()[j], second.AsReadOnlySpan()[j]) ? 0 : 1;
        return different;
    }
}
