using System.Runtime.InteropServices;

namespace AdjointKit.Arrays;

/// <summary>A complex number of two single-precision parts, 8 bytes, real part first.</summary>
/// <param name="Real">The real part.</param>
/// <param name="Imaginary">The imaginary part.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly partial record struct ComplexF(float Real, float Imaginary);
