using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Devices.Checks;

/// <summary>Arrays for checks: seeded values in host memory, and the distance between what a device and the host computed.</summary>
internal static class CheckArrays
{
    /// <summary>The tolerance of one operation on a device against the CPU, relative in L2.</summary>
    internal static double Tolerance(ElementType type) => type is ElementType.Float64 or ElementType.Complex128 ? 1e-12 : 1e-5;

    /// <summary>Seeded values between low and high, complex ones in both parts.</summary>
    internal static UntypedArray Random(ElementType type, ulong seed, double low, double high, params ReadOnlySpan<nint> lengths)
    {
        var shape = new Shape(lengths);
        var random = new CounterRandom(seed);
        switch (type)
        {
            case ElementType.Float32: return Filled<float>(shape, index => (float)Value(random, index, low, high));
            case ElementType.Float64: return Filled<double>(shape, index => Value(random, index, low, high));
            case ElementType.Complex64: return Filled<ComplexF>(shape, index => new ComplexF((float)Value(random, 2 * index, low, high), (float)Value(random, (2 * index) + 1, low, high)));
            default: return Filled<Complex>(shape, index => new Complex(Value(random, 2 * index, low, high), Value(random, (2 * index) + 1, low, high)));
        }
    }

    /// <summary>The relative distance in L2 of an array on a device from one in host memory.</summary>
    internal static double Distance(Compute compute, in UntypedArray device, in UntypedArray host)
    {
        UntypedArray read = compute.Host.Backend.Allocate(device.ElementType, device.Shape, null);
        compute.Backend.CopyToHost(device, read);
        double difference = 0;
        double size = 0;
        for (nint index = 0; index < host.Count; index++)
        {
            Complex expected = At(host, index);
            Complex actual = At(read, index);
            if (expected == actual || (Complex.IsNaN(expected) && Complex.IsNaN(actual))) continue;
            difference += (actual - expected) is Complex gap ? (gap.Real * gap.Real) + (gap.Imaginary * gap.Imaginary) : 0;
        }

        for (nint index = 0; index < host.Count; index++)
        {
            Complex expected = At(host, index);
            if (Complex.IsFinite(expected)) size += (expected.Real * expected.Real) + (expected.Imaginary * expected.Imaginary);
        }

        read.Release();
        double distance = Math.Sqrt(difference);
        return size == 0 ? distance : distance / Math.Sqrt(size);
    }

    /// <summary>How many elements of an array on a device differ in value or in the sign of a zero from those of one in host memory.</summary>
    internal static int Differences(Compute compute, in UntypedArray device, in UntypedArray host)
    {
        UntypedArray read = compute.Host.Backend.Allocate(device.ElementType, device.Shape, null);
        compute.Backend.CopyToHost(device, read);
        int different = 0;
        for (nint index = 0; index < host.Count; index++)
        {
            Complex expected = At(host, index);
            Complex actual = At(read, index);
            bool same = expected.Real.Equals(actual.Real) && expected.Imaginary.Equals(actual.Imaginary) && double.IsNegative(expected.Real) == double.IsNegative(actual.Real);
            different += same || (double.IsNaN(expected.Real) && double.IsNaN(actual.Real)) ? 0 : 1;
        }

        read.Release();
        return different;
    }

    /// <summary>An element of a contiguous array in host memory.</summary>
    internal static unsafe Complex At(in UntypedArray array, nint index) => array.ElementType switch
    {
        ElementType.Float32 => ((float*)array.Pointer)[index],
        ElementType.Float64 => ((double*)array.Pointer)[index],
        ElementType.Complex64 => new Complex(((ComplexF*)array.Pointer)[index].Real, ((ComplexF*)array.Pointer)[index].Imaginary),
        ElementType.Complex128 => ((Complex*)array.Pointer)[index],
        _ => throw new NotSupportedException($"no check looks at elements of type {array.ElementType}"),
    };

    /// <summary>A new array on the device with the elements of one in host memory.</summary>
    internal static UntypedArray OnDevice(Compute compute, in UntypedArray host)
    {
        UntypedArray array = compute.Backend.Allocate(host.ElementType, host.Shape, null);
        compute.Backend.CopyFromHost(host, array);
        return array;
    }

    private static double Value(CounterRandom random, nint index, double low, double high) => low + ((high - low) * random.Uniform((ulong)index));

    private static UntypedArray Filled<T>(Shape shape, Func<nint, T> value)
        where T : unmanaged
    {
        NdArray<T> array = NdArray.Empty<T>(shape);
        Span<T> span = array.AsWritableSpan();
        for (int index = 0; index < span.Length; index++) span[index] = value(index);
        return array;
    }
}
