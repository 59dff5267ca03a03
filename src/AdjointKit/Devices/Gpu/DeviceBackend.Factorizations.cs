using System.Runtime.CompilerServices;
using AdjointKit.Arrays;
using AdjointKit.Devices.Cpu;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Gpu;

/// <content>Dense factorisations: the arrays go to the host, are factored there, and what comes out goes back; both ways are counted.</content>
internal sealed unsafe partial class DeviceBackend
{
    private delegate void HostCall(CpuBackend host, int first, int second, ReadOnlySpan<UntypedArray> operands, ReadOnlySpan<UntypedArray> results);

    public override void Triangle(MatrixTriangle triangle, nint diagonal, in UntypedArray x, in UntypedArray into)
    {
        FactorizationShapes.RequireMatrix("a triangle", x.Shape);
        FactorizationShapes.Require("a triangle", into, x.ElementType, x.Shape);
        RequireHere(x);
        RequireHere(into);
        into.BeginWrite();
        if (into.Count == 0) return;
        UntypedArray from = x.IsContiguous ? x : Packed(this, x, x.ElementType);
        UntypedArray to = into.IsContiguous ? into : Allocate(into.ElementType, into.Shape, null);
        ArgumentList arguments = default;
        arguments.Add((long)into.Count);
        arguments.Add((long)x.Shape[-2]);
        arguments.Add((long)x.Shape[-1]);
        arguments.Add((triangle & MatrixTriangle.Upper) != MatrixTriangle.Upper ? 1 : 0);
        arguments.Add((long)diagonal);
        arguments.Add(from);
        arguments.Add(to);
        driver.Launch(Find(TriangleProgram, into.ElementType, ElementTypes.IsComplex(into.ElementType) ? "triangle_complex" : "triangle_real"), LaunchSize.Over(into.Count, LineGroup), arguments.Values);
        if (to != into) Copy(to, into);
        if (to != into) to.Release();
        if (from != x) from.Release();
    }

    public override void Cholesky(in UntypedArray a, in UntypedArray into) => OnHost(static (host, _, _, x, y) => host.Cholesky(x[0], y[0]), 0, 0, [a], [into]);

    public override void LuFactor(in UntypedArray a, in UntypedArray into) => OnHost(static (host, _, _, x, y) => host.LuFactor(x[0], y[0]), 0, 0, [a], [into]);

    public override void LuSolve(MatrixForm form, in UntypedArray factors, in UntypedArray b, in UntypedArray into) =>
        OnHost(static (host, form, _, x, y) => host.LuSolve((MatrixForm)form, x[0], x[1], y[0]), (int)form, 0, [factors, b], [into]);

    public override void LuDeterminant(in UntypedArray factors, in UntypedArray into) => OnHost(static (host, _, _, x, y) => host.LuDeterminant(x[0], y[0]), 0, 0, [factors], [into]);

    public override void LuLogDeterminant(in UntypedArray factors, in UntypedArray sign, in UntypedArray logMagnitude) =>
        OnHost(static (host, _, _, x, y) => host.LuLogDeterminant(x[0], y[0], y[1]), 0, 0, [factors], [sign, logMagnitude]);

    public override void TriangularSolve(MatrixTriangle triangle, MatrixForm form, in UntypedArray a, in UntypedArray b, in UntypedArray into) =>
        OnHost(static (host, triangle, form, x, y) => host.TriangularSolve((MatrixTriangle)triangle, (MatrixForm)form, x[0], x[1], y[0]), (int)triangle, (int)form, [a, b], [into]);

    public override void Qr(in UntypedArray a, in UntypedArray q, in UntypedArray r) => OnHost(static (host, _, _, x, y) => host.Qr(x[0], y[0], y[1]), 0, 0, [a], [q, r]);

    public override void Svd(in UntypedArray a, in UntypedArray u, in UntypedArray s, in UntypedArray vh)
    {
        if (u.IsDefault) OnHost(static (host, _, _, x, y) => host.Svd(x[0], default, y[0], default), 0, 0, [a], [s]);
        else OnHost(static (host, _, _, x, y) => host.Svd(x[0], y[0], y[1], y[2]), 0, 0, [a], [u, s, vh]);
    }

    public override void EigenSymmetric(in UntypedArray a, in UntypedArray values, in UntypedArray vectors)
    {
        if (vectors.IsDefault) OnHost(static (host, _, _, x, y) => host.EigenSymmetric(x[0], y[0], default), 0, 0, [a], [values]);
        else OnHost(static (host, _, _, x, y) => host.EigenSymmetric(x[0], y[0], y[1]), 0, 0, [a], [values, vectors]);
    }

    public override void MatrixExponential(in UntypedArray a, in UntypedArray into) => OnHost(static (host, _, _, x, y) => host.MatrixExponential(x[0], y[0]), 0, 0, [a], [into]);

    private void OnHost(HostCall call, int first, int second, ReadOnlySpan<UntypedArray> operands, ReadOnlySpan<UntypedArray> results)
    {
        HostArrays copies = default;
        Span<UntypedArray> hostOperands = ((Span<UntypedArray>)copies)[..operands.Length];
        Span<UntypedArray> hostResults = ((Span<UntypedArray>)copies).Slice(operands.Length, results.Length);
        try
        {
            for (int k = 0; k < operands.Length; k++)
            {
                hostOperands[k] = host.Allocate(operands[k].ElementType, operands[k].Shape, null);
                CopyToHost(operands[k], hostOperands[k]);
            }

            for (int k = 0; k < results.Length; k++)
            {
                RequireHere(results[k]);
                hostResults[k] = host.Allocate(results[k].ElementType, results[k].Shape, null);
            }

            call(host, first, second, hostOperands, hostResults);
            for (int k = 0; k < results.Length; k++) CopyFromHost(hostResults[k], results[k]);
        }
        finally
        {
            foreach (UntypedArray copy in copies) copy.Release();
        }
    }

    [InlineArray(5)]
    private struct HostArrays
    {
        private UntypedArray first;
    }
}
