using System.Text;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Runs;

namespace AdjointKit.Optimization;

/// <summary>
/// An iteration as the state of a run that may be killed: <see cref="IterativeSolver{T}.Save"/> as bytes, and back by <see cref="IterativeSolver{T}.Restore"/> into a solver that was made
/// and started alike. The solver stays the caller's.
/// </summary>
/// <typeparam name="T">The element type of the iterate.</typeparam>
public sealed class SolverRunState<T> : IRunState
    where T : unmanaged
{
    private readonly IterativeSolver<T> solver;

    /// <summary>Takes a solver that has been started.</summary>
    public SolverRunState(IterativeSolver<T> solver)
    {
        ArgumentNullException.ThrowIfNull(solver);
        this.solver = solver;
    }

    private Backend Backend => solver.Compute.Backend;

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        using SolverState state = solver.Save();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            foreach (double number in state.Numbers) writer.Write(number);
            writer.Write(state.History.Count);
            foreach (SolverStep step in state.History) Write(writer, step);
        }

        foreach (UntypedArray array in state.Arrays)
        {
            UntypedArray host = OnHost(array);
            Backend.CopyToHost(array, host);
            new ArrayRunState().Add(host).Save(stream);
            host.Release();
        }
    }

    /// <inheritdoc/>
    public void Load(Stream stream)
    {
        // The state of the started solver has the numbers and shapes of the one that was saved.
        using SolverState form = solver.Save();
        double[] numbers = new double[form.Numbers.Count];
        SolverStep[] history;
        using (var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true))
        {
            for (int k = 0; k < numbers.Length; k++) numbers[k] = reader.ReadDouble();
            history = new SolverStep[reader.ReadInt32()];
            for (int k = 0; k < history.Length; k++) history[k] = ReadStep(reader);
        }

        foreach (UntypedArray array in form.Arrays)
        {
            UntypedArray host = OnHost(array);
            new ArrayRunState().Add(host).Load(stream);
            Backend.CopyFromHost(host, array);
            host.Release();
        }

        solver.Restore(form with { Numbers = numbers, History = history });
    }

    private UntypedArray OnHost(in UntypedArray array) => solver.Compute.Host.Backend.Allocate(array.ElementType, array.Shape, account: null);

    private static void Write(BinaryWriter writer, in SolverStep step)
    {
        writer.Write(step.Iteration);
        writer.Write(step.Residual);
        writer.Write(step.Target);
        writer.Write(step.Objective);
        writer.Write(step.Optimality);
        writer.Write(step.Error);
    }

    private static SolverStep ReadStep(BinaryReader reader) =>
        new(reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
}
