using System.Numerics;

namespace AdjointKit.Kernels.Elementwise;

/// <summary>What an elementwise kernel works on: one run of elements of up to three operands, with the distance between neighbours in elements.</summary>
internal unsafe struct Row
{
    internal byte* Into;
    internal byte* A;
    internal byte* B;
    internal byte* C;
    internal nint StepInto;
    internal nint StepA;
    internal nint StepB;
    internal nint StepC;
    internal nint Count;
    internal Complex Scale;
    internal Complex Shift;
}
