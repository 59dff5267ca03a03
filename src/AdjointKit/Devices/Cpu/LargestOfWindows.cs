using System.Numerics;

namespace AdjointKit.Devices.Cpu;

/// <summary>The largest elements of windows, plane by plane.</summary>
internal static unsafe class LargestOfWindows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static void Pick(in PoolShape shape, T* x, T* t, T* into)
    {
        (nint rows, nint columns) = (shape.Y.Windows, shape.X.Windows);
        for (nint row = 0; row < rows; row++)
        {
            for (nint column = 0; column < columns; column++) into[(row * columns) + column] = t[Find(shape, x, row, column)];
        }
    }

    internal static void Place(in PoolShape shape, T* x, T* y, T* into)
    {
        (nint rows, nint columns) = (shape.Y.Windows, shape.X.Windows);
        for (nint element = 0; element < shape.Y.Length * shape.X.Length; element++) into[element] = T.Zero;
        for (nint row = 0; row < rows; row++)
        {
            for (nint column = 0; column < columns; column++) into[Find(shape, x, row, column)] += y[(row * columns) + column];
        }
    }

    private static nint Find(in PoolShape shape, T* x, nint row, nint column)
    {
        nint left = (column * shape.X.Stride) - shape.X.Padding;
        nint top = (row * shape.Y.Stride) - shape.Y.Padding;
        (nint firstX, nint endX) = (Math.Max(0, left), Math.Min(shape.X.Length, left + shape.X.Taps));
        (nint firstY, nint endY) = (Math.Max(0, top), Math.Min(shape.Y.Length, top + shape.Y.Taps));
        nint place = (firstY * shape.X.Length) + firstX;
        T largest = x[place];
        for (nint i = firstY; i < endY; i++)
        {
            for (nint j = firstX; j < endX; j++)
            {
                T element = x[(i * shape.X.Length) + j];
                if (!(element > largest) && !(T.IsNaN(element) && !T.IsNaN(largest))) continue;
                largest = element;
                place = (i * shape.X.Length) + j;
            }
        }

        return place;
    }
}
