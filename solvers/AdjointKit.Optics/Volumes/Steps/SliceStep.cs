using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// What a slice of refractive index n does to a field, and the way to the next one: y = sum over m of F^-1 H_m F (w e^m t x), t = exp(i a (n - n0)), a = k0 dz, w the absorbing rim, and
/// e = (n^2 - n0^2) / n0^2 with its powers from 0 on, one for each transfer function. The adjoint is the same chain backwards with conj(t) and conj(H_m).
/// </summary>
/// <param name="Rate">a, rad for a change of the index by 1.</param>
/// <param name="Background">n0.</param>
/// <param name="Plan">The transforms of the grid.</param>
internal sealed record SliceStep(double Rate, double Background, GridFourierPlan Plan)
{
    /// <summary>into = y; into is contiguous and no other array.</summary>
    internal void Apply(Backend backend, in UntypedArray x, in UntypedArray index, ReadOnlySpan<UntypedArray> transfers, in UntypedArray rim, in UntypedArray into)
    {
        backend.Turn(Rate, x, index, Background, rim, into);
        Plan.Filter(into, transfers[0], conjugate: false, into);
        if (transfers.Length == 1) return;
        using var contrast = new ContrastPowers(this, backend, index, rim);
        UntypedArray term = backend.Allocate(x.ElementType, x.Shape, account: null);
        foreach (ref readonly UntypedArray transfer in transfers[1..])
        {
            backend.Turn(Rate, x, index, Background, contrast.Next(), term);
            Plan.Filter(term, transfer, conjugate: false, term);
            backend.Binary(BinaryOp.Add, into, term, into);
        }

        term.Release();
    }

    /// <summary>into = x from y.</summary>
    internal void ApplyAdjoint(Backend backend, in UntypedArray y, in UntypedArray index, ReadOnlySpan<UntypedArray> transfers, in UntypedArray rim, in UntypedArray into)
    {
        Plan.Filter(y, transfers[0], conjugate: true, into);
        backend.Turn(-Rate, into, index, Background, rim, into);
        if (transfers.Length == 1) return;
        using var contrast = new ContrastPowers(this, backend, index, rim);
        UntypedArray term = backend.Allocate(y.ElementType, y.Shape, account: null);
        foreach (ref readonly UntypedArray transfer in transfers[1..])
        {
            Plan.Filter(y, transfer, conjugate: true, term);
            backend.Turn(-Rate, term, index, Background, contrast.Next(), term);
            backend.Binary(BinaryOp.Add, into, term, into);
        }

        term.Release();
    }

    /// <summary>w e, w e^2, ... one after another in one array.</summary>
    private sealed class ContrastPowers : IDisposable
    {
        private readonly Backend backend;
        private readonly UntypedArray contrast;
        private readonly UntypedArray power;

        internal ContrastPowers(SliceStep step, Backend backend, in UntypedArray index, in UntypedArray rim)
        {
            this.backend = backend;
            double n0 = step.Background;
            contrast = backend.Allocate(index.ElementType, index.Shape, account: null);
            power = backend.Allocate(index.ElementType, index.Shape, account: null);

            // e = d (2 / n0 + d / n0^2), d = n - n0: the difference of the squares would cost digits.
            backend.Affine(1, index, -n0, power);
            backend.Affine(1 / (n0 * n0), power, 2 / n0, contrast);
            backend.Binary(BinaryOp.Multiply, power, contrast, contrast);
            if (rim.IsDefault) backend.Fill(power, 1);
            else backend.Copy(rim, power);
        }

        internal UntypedArray Next()
        {
            backend.Binary(BinaryOp.Multiply, power, contrast, power);
            return power;
        }

        public void Dispose()
        {
            contrast.Release();
            power.Release();
        }
    }
}
