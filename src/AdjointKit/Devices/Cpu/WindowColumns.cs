using System.Numerics;
using System.Runtime.Intrinsics;

namespace AdjointKit.Devices.Cpu;

/// <summary>The windows of one plane as columns, and columns added back to a plane: the row of a tap at a time.</summary>
internal static unsafe class WindowColumns<T>
    where T : unmanaged, IAdditionOperators<T, T, T>
{
    /// <summary>columns[tap, row, window] = what the tap of the window sees, zero outside the plane.</summary>
    internal static void Gather(in ConvolutionShape shape, nint firstRow, nint rows, byte* plane, byte* columns)
    {
        nint windows = shape.X.Windows;
        T* target = (T*)columns;
        for (nint tapY = 0; tapY < shape.Y.Taps; tapY++)
        {
            (nint firstY, nint countY, nint elementY) = shape.Y.Within(tapY, firstRow, rows);
            for (nint tapX = 0; tapX < shape.X.Taps; tapX++)
            {
                (nint firstX, nint countX, nint elementX) = shape.X.Within(tapX, 0, windows);
                for (nint row = firstRow; row < firstRow + rows; row++)
                {
                    bool sees = countX > 0 && row >= firstY && row < firstY + countY;
                    if (sees) CopyRow((T*)plane + ((elementY + ((row - firstY) * shape.Y.Stride)) * shape.X.Length) + elementX, shape.X.Stride, countX, target + firstX);
                    Clear(target, sees ? firstX : windows);
                    if (sees) Clear(target + firstX + countX, windows - firstX - countX);
                    target += windows;
                }
            }
        }
    }

    /// <summary>plane += the columns, each element where its tap looks, tap after tap.</summary>
    internal static void Scatter(in ConvolutionShape shape, nint firstRow, nint rows, byte* plane, byte* columns)
    {
        nint windows = shape.X.Windows;
        for (nint tapY = 0; tapY < shape.Y.Taps; tapY++)
        {
            (nint firstY, nint countY, nint elementY) = shape.Y.Within(tapY, firstRow, rows);
            for (nint tapX = 0; tapX < shape.X.Taps; tapX++)
            {
                (nint firstX, nint countX, nint elementX) = shape.X.Within(tapX, 0, windows);
                T* tap = (T*)columns + (((tapY * shape.X.Taps) + tapX) * rows * windows) + firstX;
                for (nint row = firstY; row < firstY + countY; row++)
                {
                    AddRow(tap + ((row - firstRow) * windows), countX, (T*)plane + ((elementY + ((row - firstY) * shape.Y.Stride)) * shape.X.Length) + elementX, shape.X.Stride);
                }
            }
        }
    }

    private static void CopyRow(T* source, nint step, nint count, T* target)
    {
        if (step == 1)
        {
            Buffer.MemoryCopy(source, target, count * sizeof(T), count * sizeof(T));
            return;
        }

        for (nint k = 0; k < count; k++) target[k] = source[k * step];
    }

    private static void AddRow(T* source, nint count, T* target, nint step)
    {
        nint k = 0;
        if (step == 1 && Vector256<T>.IsSupported)
        {
            for (; k <= count - Vector256<T>.Count; k += Vector256<T>.Count) (Vector256.Load(target + k) + Vector256.Load(source + k)).Store(target + k);
        }

        for (; k < count; k++) target[k * step] += source[k];
    }

    private static void Clear(T* target, nint count)
    {
        for (nint k = 0; k < count; k++) target[k] = default;
    }
}
