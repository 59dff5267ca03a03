using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Loops;
using AdjointKit.Waves.Acoustic.Fields;
using AdjointKit.Waves.Acoustic.Imaging;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic;

/// <summary>
/// One time step of the acoustic wave equation (1/v^2) u_tt - lap u = f, value, tangent and adjoint rules in files side by side.
/// </summary>
/// <remarks>
/// Value rule, with c = (v h)^2, L the Laplacian of the chosen order, D its first derivative, and per absorbing layer the memory variables psi and zeta:
/// <code>
/// psi'  = b psi + a D u
/// zeta' = b zeta + a (D2 u + D psi')
/// w     = L u + sum over layers (D psi' + zeta') + f
/// d'    = d + c w
/// u'    = u + d'
/// </code>
/// The step is linear in u and f, and its only non-linearity is the product c w: the record of a step is w.
/// </remarks>
internal sealed unsafe partial class AcousticStep<T> : ShotStep<T>, ITeamWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many rows go through kernel and layers together: few enough for the first-level cache, enough that a stored psi is in it when it is read again.</summary>
    private const int RowsPerPass = 8;

    private readonly AcousticMedium<T> medium;
    private readonly AcousticKernels<T> kernels;
    private readonly PaddedLayout layout;
    private readonly ThreadTeam team;
    private readonly MemoryAccount account;
    private readonly WaveField<T> primal;
    private readonly ImagingAccumulator<T> imaging;

    /// <summary>w of the rows of a pass, for each thread: kernel and layers go over it while it is in the cache, then it is streamed to the record.</summary>
    private readonly NdArray<T> pass;
    private Phase phase;
    private long step;
    private T* record;
    private T* acceleration;
    private AcousticShot<T>? shot;

    internal AcousticStep(AcousticMedium<T> medium, ImagingAccumulator<T> imaging, ThreadTeam team, MemoryAccount account)
    {
        this.medium = medium;
        this.imaging = imaging;
        this.team = team;
        this.account = account;
        kernels = medium.Kernels;
        layout = medium.Layout;
        primal = new WaveField<T>(layout, medium.Sides, account);
        if (imaging.KeepsAcceleration) pass = NdArray.Zeros<T>(new Shape(team.Threads, PassElements), account);
    }

    private enum Phase
    {
        ForwardMemory,
        Forward,
        KeepIncrement,
        Background,
        TangentMemory,
        Tangent,
        AdjointMemory,
        Adjoint,
    }

    /// <inheritdoc/>
    public override int StateCount => primal.StateCount;

    /// <inheritdoc/>
    public override long RecordBytes => imaging.RecordElements * sizeof(T);

    private AcousticShot<T> Shot => shot ?? throw new InvalidOperationException("The step has no shot.");

    /// <inheritdoc/>
    public override RawArray State(int index) => primal.State(index);

    /// <inheritdoc/>
    public override void Initialize() => primal.Clear();

    /// <inheritdoc/>
    public override void Advance(long from, long to, RecordWindow records)
    {
        for (step = from; step < to; step++)
        {
            record = records.Contains(step) ? (T*)records[step].Pointer : null;
            acceleration = imaging.KeepsAcceleration ? record : null;
            imaging.BeginForward(step);
            if (HasSidesAcross) RunPhase(Phase.ForwardMemory);
            RunPhase(Phase.Forward);
            InjectSources();
            if (record != null && imaging.KeepsIncrement) RunPhase(Phase.KeepIncrement);
            primal.Swap();
        }

        if (to == Shot.Steps) SampleReceivers(primal.Current, to, 0, 1);
    }

    /// <inheritdoc/>
    public void Execute(int part, int parts)
    {
        switch (phase)
        {
            case Phase.ForwardMemory: ForwardMemory(primal, part, parts); break;
            case Phase.Forward: Forward(part, parts); break;
            case Phase.KeepIncrement: KeepIncrement(part, parts); break;
            case Phase.Background: Background(part, parts); break;
            case Phase.TangentMemory: ForwardMemory(Tangents, part, parts); break;
            case Phase.Tangent: Tangent(part, parts); break;
            case Phase.AdjointMemory: AdjointMemory(part, parts); break;
            case Phase.Adjoint: Adjoint(part, parts); break;
        }
    }

    /// <inheritdoc/>
    internal override void Begin(AcousticShot<T> next)
    {
        shot = next;
        imaging.BeginShot();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        primal.Dispose();
        pass.Dispose();
        DisposeTangent();
        DisposeAdjoint();
    }

    /// <summary>Twice the rows of a pass: the kernel asks for the rows ahead of it, which are not to be those of another thread.</summary>
    private nint PassElements => 2 * RowsPerPass * (nint)layout.PlainStride;

    private bool HasSidesAcross => Array.Exists(medium.Sides, side => !side.AlongZ);

    private void RunPhase(Phase next)
    {
        phase = next;
        team.Run(this, team.Threads);
    }

    private void Forward(int part, int parts)
    {
        (int first, int last) = Rows(part, parts);
        T* u = primal.Current;
        SampleReceivers(u, step, part, parts);
        for (int from = first; from < last; from += RowsPerPass)
        {
            int to = Math.Min(last, from + RowsPerPass);
            if (medium.FreeSurface) kernels.MirrorTop(u, from, to);
            imaging.Forward(kernels, u, record, step, from, to);
            nint offset = (nint)from * layout.PlainStride;
            T* rows = acceleration == null ? null : pass.Pointer + (part * PassElements);
            T* keep = rows == null ? null : rows - offset;
            kernels.Forward(u, primal.Next, primal.IncrementPointer, medium.C.Pointer, keep, from, to);
            ForwardLayers(primal, keep, from, to);
            if (rows != null) StreamingCopy.Copy(rows, acceleration + offset, (nint)(to - from) * layout.PlainStride * sizeof(T));
        }
    }

    /// <summary>psi of the layers that damp along x, for a group of columns: the rows of a layer need each other's psi, so that it stands before the rows' own pass.</summary>
    private void ForwardMemory(WaveField<T> target, int part, int parts)
    {
        (int from, int to) = ColumnGroups(part, parts);
        for (int s = 0; s < medium.Sides.Length; s++)
        {
            PmlSide<T> side = medium.Sides[s];
            if (!side.AlongZ) kernels.PmlForwardMemory(side.Block(target.Memories[s], null, 0, side.Rows, from, to), target.Current);
        }
    }

    /// <summary>The layers in rows [from, to), while these are in the first-level cache: along z first, then along x.</summary>
    private void ForwardLayers(WaveField<T> target, T* keep, int from, int to)
    {
        for (int s = 0; s < medium.Sides.Length; s++)
        {
            PmlSide<T> side = medium.Sides[s];
            if (!side.TryBlock(target.Memories[s], null, from, to, out PmlBlock<T> block)) continue;
            if (side.AlongZ) kernels.PmlForwardMemory(block, target.Current);
            kernels.PmlForwardUpdate(block, target.Current, target.Next, target.IncrementPointer, medium.C.Pointer, keep);
        }
    }

    private void InjectSources()
    {
        FieldPoints<T> sources = Shot.Sources;
        T* signals = Shot.SourceSignals.Pointer + (step * sources.Count);
        T* u = primal.Current;
        T* next = primal.Next;
        T* d = primal.IncrementPointer;
        T* c = medium.C.Pointer;
        T* keep = acceleration;
        for (int j = 0; j < sources.Count; j++)
        {
            for (int entry = sources.Start[j]; entry < sources.Start[j + 1]; entry++)
            {
                nint plain = sources.Plain[entry];
                nint haloed = sources.Haloed[entry];
                T f = sources.Weight[entry] * signals[j];
                if (keep != null) keep[plain] += f;
                d[plain] = T.FusedMultiplyAdd(c[plain], f, d[plain]);
                next[haloed] = u[haloed] + d[plain];
            }
        }
    }

    private void KeepIncrement(int part, int parts)
    {
        (int from, int to) = Rows(part, parts);
        imaging.KeepIncrement(record, primal.IncrementPointer, from, to);
    }

    private void SampleReceivers(T* u, long at, int part, int parts)
    {
        if (at % Shot.Substeps != 0) return;
        FieldPoints<T> receivers = Shot.Receivers;
        int count = receivers.Count;
        receivers.Sample(u, Shot.Data.Pointer + (at / Shot.Substeps * count), (int)((long)count * part / parts), (int)((long)count * (part + 1) / parts));
    }

    /// <summary>The rows of a part: whole groups of four, so that the kernels' pairs do not fall apart between threads.</summary>
    private (int From, int To) Rows(int part, int parts)
    {
        int groups = (layout.Nx + 3) / 4;
        return (Math.Min(layout.Nx, groups * part / parts * 4), Math.Min(layout.Nx, groups * (part + 1) / parts * 4));
    }

    private (int From, int To) ColumnGroups(int part, int parts)
    {
        int groups = layout.PlainStride / PaddedLayout.Lanes;
        return (groups * part / parts * PaddedLayout.Lanes, groups * (part + 1) / parts * PaddedLayout.Lanes);
    }
}
