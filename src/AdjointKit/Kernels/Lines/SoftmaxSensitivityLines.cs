using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Functions;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Lines;

/// <summary>into = y v - y sum y v for each line, A being y and B being v; zero changes stay zero.</summary>
internal readonly unsafe struct SoftmaxChangeLines : ILineKernel
{
    public static void Run<TLanes, TVector, T>(in WholeLines lines)
        where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        for (nint line = lines.First; line < lines.End; line++)
        {
            nint at = line * lines.Length;
            T* y = (T*)lines.A + at;
            T* v = (T*)lines.B + at;
            T* into = (T*)lines.Into + at;
            LineLoops<TLanes, TVector, T>.Map<StrongProduct>(v, y, default, default, into, lines.Length);
            LineLoops<TLanes, TVector, T>.Map<Less>(into, y, TLanes.Broadcast(LineSums.Of(into, lines.Length)), default, into, lines.Length);
        }
    }

    private readonly struct Less : ILineElement
    {
        public static bool TakesTwo => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector a, TVector b, TVector first, TVector second)
            where TLanes : struct, IFunctionLanes<TVector>
            where TVector : unmanaged => TLanes.Subtract(a, Numbers<TLanes, TVector>.StrongProduct(first, b));
    }
}

/// <summary>into = v - e^y sum v for each line, A being y, not positive, and B being v.</summary>
internal readonly unsafe struct LogSoftmaxSensitivityLines : ILineKernel
{
    public static void Run<TLanes, TVector, T>(in WholeLines lines)
        where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        for (nint line = lines.First; line < lines.End; line++)
        {
            nint at = line * lines.Length;
            T* y = (T*)lines.A + at;
            T* v = (T*)lines.B + at;
            LineLoops<TLanes, TVector, T>.Map<Less>(v, y, TLanes.Broadcast(LineSums.Of(v, lines.Length)), default, (T*)lines.Into + at, lines.Length);
        }
    }

    private readonly struct Less : ILineElement
    {
        public static bool TakesTwo => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector a, TVector b, TVector first, TVector second)
            where TLanes : struct, IFunctionLanes<TVector>
            where TVector : unmanaged => TLanes.Subtract(a, Numbers<TLanes, TVector>.StrongProduct(first, ExpOfNonPositive.Invoke<TLanes, TVector>(b)));
    }
}
