using AdjointKit.Loops;
using AdjointKit.Waves.Acoustic.Fields;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic;

/// <summary>
/// The adjoint rule, the transpose of the value rule line by line, for ubar = dJ/du and p = c dJ/dd (which is also dJ/dw). p obeys the wave equation
/// itself, so that the sweep costs what modelling costs, and p is the receiver wavefield of migration.
/// <code>
/// dJ/df  = p at the sources;   dJ/dc += w p / c
/// t      = zeta_bar + p;               s = a t;   zeta_bar = b t
/// t      = psi_bar - D (p + s);        y = a t;   psi_bar  = b t
/// ubar  += L p + sum over layers (D2 s - D y) + residual at the receivers
/// p'     = p + c ubar
/// </code>
/// (L and D2 are symmetric, D is antisymmetric: zeros, or odd images at a free surface, lie around the domain.)
/// </summary>
internal sealed unsafe partial class AcousticStep<T>
{
    private WaveField<T>? adjoints;
    private PmlScratch<T>[] scratches = [];

    private WaveField<T> Adjoints => adjoints ?? throw new InvalidOperationException("The adjoint sweep has not begun.");

    /// <inheritdoc/>
    public override void InitializeAdjoint()
    {
        ReserveAdjoint();
        Adjoints.Clear();
        WaveField<T>.Clear(Shot.SourceSensitivities);
        imaging.BeginAdjointSweep();

        // The last field is only listened to: ubar = residual, p = c ubar.
        step = Shot.Steps;
        InjectResidual();
        Adjoints.Swap();
    }

    /// <inheritdoc/>
    public override void AdvanceAdjoint(long from, long to, RecordWindow records)
    {
        for (step = to - 1; step >= from; step--)
        {
            record = RecordBytes > 0 ? (T*)records[step].Pointer : null;
            imaging.BeginAdjoint(step);
            Shot.Sources.Sample(Adjoints.Current, Shot.SourceSensitivities.Pointer + (step * Shot.Sources.Count), 0, Shot.Sources.Count);
            if (HasSidesAcross) RunPhase(Phase.AdjointMemory);
            RunPhase(Phase.Adjoint);
            InjectResidual();
            Adjoints.Swap();
        }
    }

    /// <inheritdoc/>
    internal override void ReserveAdjoint()
    {
        if (adjoints is not null) return;
        adjoints = new WaveField<T>(layout, medium.Sides, account);
        scratches = [.. medium.Sides.Select(side => new PmlScratch<T>(side, account))];
    }

    private void Adjoint(int part, int parts)
    {
        (int first, int last) = Rows(part, parts);
        T* p = Adjoints.Current;
        T* ubar = Adjoints.IncrementPointer;
        for (int from = first; from < last; from += RowsPerPass)
        {
            int to = Math.Min(last, from + RowsPerPass);
            if (medium.FreeSurface) kernels.MirrorTop(p, from, to);
            imaging.Adjoint(kernels, p, ubar, record, step, from, to);
            kernels.Adjoint(p, Adjoints.Next, ubar, medium.C.Pointer, imaging.ProductRecord(record), imaging.ProductImage, from, to);
            for (int s = 0; s < medium.Sides.Length; s++)
            {
                PmlSide<T> side = medium.Sides[s];
                if (!side.TryBlock(Adjoints.Memories[s], scratches[s], from, to, out PmlBlock<T> block)) continue;
                if (side.AlongZ) AdjointMemory(block);
                kernels.PmlAdjointUpdate(block, p, Adjoints.Next, ubar, medium.C.Pointer);
            }
        }
    }

    /// <summary>The memory passes of the layers that damp along x, for a group of columns.</summary>
    private void AdjointMemory(int part, int parts)
    {
        (int from, int to) = ColumnGroups(part, parts);
        for (int s = 0; s < medium.Sides.Length; s++)
        {
            PmlSide<T> side = medium.Sides[s];
            if (!side.AlongZ) AdjointMemory(side.Block(Adjoints.Memories[s], scratches[s], 0, side.Rows, from, to));
        }
    }

    private void AdjointMemory(in PmlBlock<T> block)
    {
        kernels.PmlAdjointSecond(block, Adjoints.Current);
        kernels.PmlAdjointFirst(block, Adjoints.Current);
    }

    private void InjectResidual()
    {
        if (step % Shot.Substeps != 0) return;
        FieldPoints<T> receivers = Shot.Receivers;
        T* residual = Shot.Residual.Pointer + (step / Shot.Substeps * receivers.Count);
        T* p = Adjoints.Current;
        T* next = Adjoints.Next;
        T* ubar = Adjoints.IncrementPointer;
        T* c = medium.C.Pointer;
        for (int j = 0; j < receivers.Count; j++)
        {
            for (int entry = receivers.Start[j]; entry < receivers.Start[j + 1]; entry++)
            {
                nint plain = receivers.Plain[entry];
                nint haloed = receivers.Haloed[entry];
                ubar[plain] = T.FusedMultiplyAdd(receivers.Weight[entry], residual[j], ubar[plain]);
                next[haloed] = T.FusedMultiplyAdd(c[plain], ubar[plain], p[haloed]);
            }
        }
    }

    private void DisposeAdjoint()
    {
        adjoints?.Dispose();
        foreach (PmlScratch<T> scratch in scratches) scratch.Dispose();
    }
}
