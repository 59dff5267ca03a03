using AdjointKit.Arrays;
using AdjointKit.Waves.Acoustic.Fields;

namespace AdjointKit.Waves.Acoustic;

/// <summary>
/// The tangent rule: the same step for du, with the source dc w. It runs beside the background field, whose right-hand side w it needs.
/// <code>
/// dd' = dd + c (L du + layers) + dc w;  du' = du + dd'
/// </code>
/// A tangent of the source signals adds c df; modelling is linear in them, so that no one needs it here.
/// </summary>
internal sealed unsafe partial class AcousticStep<T>
{
    private WaveField<T>? tangents;
    private NdArray<T> tangentOfC;
    private NdArray<T> accelerations;

    private WaveField<T> Tangents => tangents ?? throw new InvalidOperationException("The step has no perturbation.");

    /// <inheritdoc/>
    public override void InitializeTangent() => Tangents.Clear();

    /// <inheritdoc/>
    public override void AdvanceTangent(long from, long to)
    {
        for (step = from; step < to; step++)
        {
            // The background field first, because the scattering source needs its complete right-hand side.
            acceleration = accelerations.Pointer;
            if (HasSidesAcross) RunPhase(Phase.ForwardMemory);
            RunPhase(Phase.Background);
            InjectSources();
            if (HasSidesAcross) RunPhase(Phase.TangentMemory);
            RunPhase(Phase.Tangent);
            primal.Swap();
            Tangents.Swap();
        }

        if (to == Shot.Steps) SampleReceivers(Tangents.Current, to, 0, 1);
    }

    /// <inheritdoc/>
    internal override void SetPerturbation(NdArray<T> perturbation)
    {
        DisposeTangent();
        tangentOfC = medium.Tangent(perturbation, account);
        tangents = new WaveField<T>(layout, medium.Sides, account);
        accelerations = NdArray.Zeros<T>(new Shape(layout.PlainCount), account);
    }

    private void Background(int part, int parts)
    {
        (int first, int last) = Rows(part, parts);
        T* u = primal.Current;
        for (int from = first; from < last; from += RowsPerPass)
        {
            int to = Math.Min(last, from + RowsPerPass);
            if (medium.FreeSurface) kernels.MirrorTop(u, from, to);
            kernels.Forward(u, primal.Next, primal.IncrementPointer, medium.C.Pointer, acceleration, from, to);
            ForwardLayers(primal, acceleration, from, to);
        }
    }

    private void Tangent(int part, int parts)
    {
        (int first, int last) = Rows(part, parts);
        T* du = Tangents.Current;
        SampleReceivers(du, step, part, parts);
        for (int from = first; from < last; from += RowsPerPass)
        {
            int to = Math.Min(last, from + RowsPerPass);
            if (medium.FreeSurface) kernels.MirrorTop(du, from, to);
            kernels.Tangent(du, Tangents.Next, Tangents.IncrementPointer, medium.C.Pointer, tangentOfC.Pointer, acceleration, from, to);
            ForwardLayers(Tangents, null, from, to);
        }
    }

    private void DisposeTangent()
    {
        tangents?.Dispose();
        tangents = null;
        tangentOfC.Dispose();
        accelerations.Dispose();
    }
}
