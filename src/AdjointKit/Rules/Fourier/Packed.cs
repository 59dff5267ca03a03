using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Fourier;

/// <summary>Operands of plans, which take contiguous arrays: a view is copied for the length of the call.</summary>
internal static class Packed
{
    internal static UntypedArray Of(Backend backend, in UntypedArray x)
    {
        if (x.IsContiguous) return x;
        UntypedArray copy = backend.Allocate(x.ElementType, x.Shape, account: null);
        backend.Copy(x, copy);
        return copy;
    }

    internal static void Release(in UntypedArray packed, in UntypedArray of)
    {
        if (packed != of) packed.Release();
    }
}
