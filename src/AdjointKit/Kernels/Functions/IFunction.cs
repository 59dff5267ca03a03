using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>A function of one real number, lane by lane.</summary>
internal interface IFunction
{
    static abstract TVector Invoke<TLanes, TVector>(TVector x)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged;
}

/// <summary>A function of two real numbers, lane by lane.</summary>
internal interface IFunctionOfTwo
{
    static abstract TVector Invoke<TLanes, TVector>(TVector a, TVector b)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged;
}
