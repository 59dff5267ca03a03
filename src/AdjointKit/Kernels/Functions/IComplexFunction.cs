using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>A function of complex numbers, real and imaginary parts in registers of their own.</summary>
internal interface IComplexFunction
{
    static abstract void Invoke<TLanes, TVector>(ref TVector real, ref TVector imaginary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged;
}

/// <summary>A function of two complex numbers; the first one becomes the result.</summary>
internal interface IComplexFunctionOfTwo
{
    static abstract void Invoke<TLanes, TVector>(ref TVector real, ref TVector imaginary, TVector otherReal, TVector otherImaginary)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged;
}
