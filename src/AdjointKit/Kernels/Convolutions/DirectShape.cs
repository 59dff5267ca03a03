using System.Runtime.CompilerServices;

namespace AdjointKit.Kernels.Convolutions;

/// <summary>A convolution with windows one element apart along a row, for few channels: its lengths and how its kernel lies.</summary>
internal readonly unsafe struct DirectShape
{
    /// <summary>The lanes of the widest register.</summary>
    private const int MostLanes = 16;

    /// <summary>The channels of a group that are summed over, and those that are made.</summary>
    internal nint Inputs { get; init; }

    internal nint Outputs { get; init; }

    internal nint Groups { get; init; }

    /// <summary>The rows and columns of a plane, and of a result.</summary>
    internal nint Height { get; init; }

    internal nint Width { get; init; }

    internal nint Rows { get; init; }

    internal nint Columns { get; init; }

    internal nint TapsY { get; init; }

    internal nint TapsX { get; init; }

    internal nint StrideY { get; init; }

    internal nint DilationY { get; init; }

    internal nint DilationX { get; init; }

    internal nint PaddingY { get; init; }

    internal nint PaddingX { get; init; }

    /// <summary>Where the first tap stands in a group's part of the kernel, and from one output, input and tap to the next.</summary>
    internal nint KernelFirst { get; init; }

    internal nint KernelOutput { get; init; }

    internal nint KernelInput { get; init; }

    internal nint KernelY { get; init; }

    internal nint KernelX { get; init; }

    /// <summary>The rows of a plane with the zeros around it.</summary>
    internal nint PaddedHeight => Math.Max(Height + (2 * PaddingY), ((Rows - 1) * StrideY) + ((TapsY - 1) * DilationY) + 1);

    /// <summary>The columns of a plane with the zeros around it, and as many behind as a register may reach beyond the last window.</summary>
    internal nint PaddedWidth => Math.Max(Width + (2 * PaddingX), Columns + ((TapsX - 1) * DilationX)) + (4 * MostLanes);

    /// <summary>The elements of the planes of a group with the zeros around them.</summary>
    internal nint Scratch => Inputs * PaddedHeight * PaddedWidth;

    /// <summary>Copies the planes of a group between zeros that are there already.</summary>
    internal void Pad<T>(T* x, T* planes)
        where T : unmanaged
    {
        nint width = PaddedWidth;
        for (nint input = 0; input < Inputs; input++)
        {
            T* target = planes + (((input * PaddedHeight) + PaddingY) * width) + PaddingX;
            for (nint row = 0; row < Height; row++, x += Width, target += width) Unsafe.CopyBlockUnaligned(target, x, (uint)(Width * sizeof(T)));
        }
    }
}
