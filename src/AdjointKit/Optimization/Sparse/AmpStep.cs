using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// Approximate message passing (Donoho, Maleki, Montanari, "Message-passing algorithms for compressed sensing", PNAS 106, 2009; complex: Maleki et al., IEEE Trans. Inf. Theory 59, 2013), for A of
/// random elements and columns of about unit norm: x = eta(x + A^H z; |z| / sqrt(M)), z = y - A x + z div eta / M, each sample with its own deviation. With the soft threshold by alpha times the
/// deviation, div eta = |x|_0, and a fixed point makes |y - A x|^2 / 2 + lambda |x|_1 smallest for lambda = alpha |z| / sqrt(M) (1 - |x|_0 / M).
/// </summary>
internal sealed class AmpStep(SampleOperator a, Denoiser denoiser) : SparseStep(a)
{
    internal override string Name => "AMP";

    internal override int StateCount => 2;

    internal override StepStarts Starts => new(Threshold: 1);

    internal override void Begin(Var y, Span<Var> state) => state[1] = A.Misfit(y, state[0]);

    internal override void Advance(int number, Var y, Span<Var> state) => AdvanceWith(default, y, state);

    internal override void AdvanceWith(in StepNumbers numbers, Var y, Span<Var> state)
    {
        ref Var x = ref state[0];
        ref Var z = ref state[1];
        Var deviation = Math.Sqrt((double)A.RealParts / A.RealRows) * A.Norm(z);
        if (!numbers.Threshold.IsNone) deviation = numbers.Threshold * deviation;
        (Var estimate, Var divergence) = denoiser.Denoise(A.InDomain(x + A.Back(numbers.Matrix, z)), A.PerSampleInDomain(deviation));
        x = A.Signals(estimate);
        Var share = (1.0 / A.RealRows) * UntypedOps.Reshape(divergence, A.PerSample);
        z = A.Misfit(y, x) + (z * share);
    }
}
