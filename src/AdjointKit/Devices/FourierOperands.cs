using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <summary>What all Fourier transforms ask of their arrays.</summary>
internal static class FourierOperands
{
    internal static void Check(in UntypedArray x, in UntypedArray into, bool complexX, bool complexInto)
    {
        if (!IsNumber(x.ElementType) || ElementTypes.IsComplex(x.ElementType) != complexX || ElementTypes.IsComplex(into.ElementType) != complexInto || ElementTypes.RealOf(x.ElementType) != ElementTypes.RealOf(into.ElementType))
        {
            throw new ArgumentException($"this transform takes {(complexX ? "complex" : "real")} to {(complexInto ? "complex" : "real")} elements of one precision, not {x} to {into}", nameof(into));
        }

        if (!x.IsContiguous || !into.IsContiguous) throw new ArgumentException("Fourier transforms work on contiguous arrays: copy the views first", nameof(x));
        if (x.Overlaps(into) && x != into) throw new ArgumentException($"the operand {x} overlaps the result {into} without being the same view: write to an array of its own", nameof(into));
    }

    private static bool IsNumber(ElementType elementType) => ElementTypes.RealOf(elementType) is ElementType.Float32 or ElementType.Float64;
}
