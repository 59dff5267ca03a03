using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>Moves elements into the order in which a kernel reads them: into[k * width + line] = source[line * lineStep + k * step], an element being 4, 8 or 16 bytes.</summary>
internal static unsafe class ElementPacking
{
    /// <summary>The elements are <paramref name="parts"/> numbers each, and so are the steps counted in numbers.</summary>
    internal static void Transpose<T>(int parts, T* source, nint lineStep, nint step, nint lines, nint count, T* into, nint width)
        where T : unmanaged
    {
        if (parts * sizeof(T) == sizeof(Vector128<byte>)) Move((Vector128<byte>*)source, lineStep / parts, step / parts, 0, lines, 0, count, (Vector128<byte>*)into, width / parts);
        else if (parts * sizeof(T) == sizeof(double)) Transpose((double*)source, lineStep / parts, step / parts, lines, count, (double*)into, width / parts);
        else Transpose((float*)source, lineStep, step, lines, count, (float*)into, width);
    }

    private static void Transpose(float* source, nint lineStep, nint step, nint lines, nint count, float* into, nint width)
    {
        nint line = 0;
        if (Avx.IsSupported && step == 1)
        {
            nint whole = count & ~7;
            for (; line <= lines - 8; line += 8)
            {
                for (nint k = 0; k < whole; k += 8) TransposeEight(source + (line * lineStep) + k, lineStep, into + (k * width) + line, width);
                Move(source, lineStep, step, line, line + 8, whole, count, into, width);
            }

            whole = count & ~3;
            for (; line <= lines - 4; line += 4)
            {
                for (nint k = 0; k < whole; k += 4) TransposeFour(source + (line * lineStep) + k, lineStep, into + (k * width) + line, width);
                Move(source, lineStep, step, line, line + 4, whole, count, into, width);
            }

            for (; line <= lines - 2; line += 2)
            {
                for (nint k = 0; k < whole; k += 4) TransposeTwo(source + (line * lineStep) + k, lineStep, into + (k * width) + line, width);
                Move(source, lineStep, step, line, line + 2, whole, count, into, width);
            }
        }

        Move(source, lineStep, step, line, lines, 0, count, into, width);
    }

    private static void Transpose(double* source, nint lineStep, nint step, nint lines, nint count, double* into, nint width)
    {
        nint line = 0;
        if (Avx.IsSupported && step == 1)
        {
            nint whole = count & ~3;
            for (; line <= lines - 4; line += 4)
            {
                for (nint k = 0; k < whole; k += 4) TransposeFour(source + (line * lineStep) + k, lineStep, into + (k * width) + line, width);
                Move(source, lineStep, step, line, line + 4, whole, count, into, width);
            }

            whole = count & ~1;
            for (; line <= lines - 2; line += 2)
            {
                for (nint k = 0; k < whole; k += 2) TransposeTwo(source + (line * lineStep) + k, lineStep, into + (k * width) + line, width);
                Move(source, lineStep, step, line, line + 2, whole, count, into, width);
            }
        }

        Move(source, lineStep, step, line, lines, 0, count, into, width);
    }

    /// <summary>Element by element.</summary>
    private static void Move<TElement>(TElement* source, nint lineStep, nint step, nint firstLine, nint lines, nint first, nint count, TElement* into, nint width)
        where TElement : unmanaged
    {
        for (nint k = first; k < count; k++)
        {
            for (nint line = firstLine; line < lines; line++) into[(k * width) + line] = source[(line * lineStep) + (k * step)];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeEight(float* source, nint lineStep, float* into, nint width)
    {
        // Registers hold four elements of line i in their lower half and of line i + 4 in their upper one: only shuffles within halves are left to do.
        for (int half = 0; half < 2; half++)
        {
            float* from = source + (4 * half);
            float* to = into + (4 * half * width);
            Vector256<float> row0 = Halves(from, from + (4 * lineStep));
            Vector256<float> row1 = Halves(from + lineStep, from + (5 * lineStep));
            Vector256<float> row2 = Halves(from + (2 * lineStep), from + (6 * lineStep));
            Vector256<float> row3 = Halves(from + (3 * lineStep), from + (7 * lineStep));
            Vector256<double> low01 = Avx.UnpackLow(row0, row1).AsDouble();
            Vector256<double> high01 = Avx.UnpackHigh(row0, row1).AsDouble();
            Vector256<double> low23 = Avx.UnpackLow(row2, row3).AsDouble();
            Vector256<double> high23 = Avx.UnpackHigh(row2, row3).AsDouble();
            Avx.UnpackLow(low01, low23).AsSingle().Store(to);
            Avx.UnpackHigh(low01, low23).AsSingle().Store(to + width);
            Avx.UnpackLow(high01, high23).AsSingle().Store(to + (2 * width));
            Avx.UnpackHigh(high01, high23).AsSingle().Store(to + (3 * width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeFour(float* source, nint lineStep, float* into, nint width)
    {
        Vector128<float> row0 = Vector128.Load(source);
        Vector128<float> row1 = Vector128.Load(source + lineStep);
        Vector128<float> row2 = Vector128.Load(source + (2 * lineStep));
        Vector128<float> row3 = Vector128.Load(source + (3 * lineStep));
        Vector128<double> low01 = Sse.UnpackLow(row0, row1).AsDouble();
        Vector128<double> high01 = Sse.UnpackHigh(row0, row1).AsDouble();
        Vector128<double> low23 = Sse.UnpackLow(row2, row3).AsDouble();
        Vector128<double> high23 = Sse.UnpackHigh(row2, row3).AsDouble();
        Sse2.UnpackLow(low01, low23).AsSingle().Store(into);
        Sse2.UnpackHigh(low01, low23).AsSingle().Store(into + width);
        Sse2.UnpackLow(high01, high23).AsSingle().Store(into + (2 * width));
        Sse2.UnpackHigh(high01, high23).AsSingle().Store(into + (3 * width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeTwo(float* source, nint lineStep, float* into, nint width)
    {
        Vector128<float> row0 = Vector128.Load(source);
        Vector128<float> row1 = Vector128.Load(source + lineStep);
        Vector128<double> low = Sse.UnpackLow(row0, row1).AsDouble();
        Vector128<double> high = Sse.UnpackHigh(row0, row1).AsDouble();
        Sse2.StoreLow((double*)into, low);
        Sse2.StoreHigh((double*)(into + width), low);
        Sse2.StoreLow((double*)(into + (2 * width)), high);
        Sse2.StoreHigh((double*)(into + (3 * width)), high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeTwo(double* source, nint lineStep, double* into, nint width)
    {
        Vector128<double> row0 = Vector128.Load(source);
        Vector128<double> row1 = Vector128.Load(source + lineStep);
        Sse2.UnpackLow(row0, row1).Store(into);
        Sse2.UnpackHigh(row0, row1).Store(into + width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeFour(double* source, nint lineStep, double* into, nint width)
    {
        for (int half = 0; half < 2; half++)
        {
            double* from = source + (2 * half);
            double* to = into + (2 * half * width);
            Vector256<double> row0 = Vector256.Create(Vector128.Load(from), Vector128.Load(from + (2 * lineStep)));
            Vector256<double> row1 = Vector256.Create(Vector128.Load(from + lineStep), Vector128.Load(from + (3 * lineStep)));
            Avx.UnpackLow(row0, row1).Store(to);
            Avx.UnpackHigh(row0, row1).Store(to + width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* lower, float* upper) => Vector256.Create(Vector128.Load(lower), Vector128.Load(upper));
}
