using AdjointKit.Arrays;

namespace AdjointKit.Kernels.Indexing;

/// <summary>An array of three axes in host memory, worked on along the middle one: the first element and the distances along the axes, in elements.</summary>
internal readonly unsafe struct LineView
{
    internal LineView(in UntypedArray array)
    {
        First = array.Pointer;
        Outer = array.Strides[0];
        Along = array.Strides[1];
        Inner = array.Strides[2];
    }

    internal byte* First { get; }

    internal nint Outer { get; }

    internal nint Along { get; }

    internal nint Inner { get; }
}
