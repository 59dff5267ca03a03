using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Loops.Steps;

namespace AdjointKit.Loops;

/// <summary>
/// A loop on a tape whose length depends on the data: it goes on while a condition on the state holds. What is kept is decided on the way, since the length is not known
/// (<see cref="Schedule.ByteBudget"/>, <see cref="Schedule.Disk"/>; by default everything). The number of steps counts as a constant to derivatives.
/// </summary>
public static class While
{
    /// <summary>Where a loop stops at the latest, unless told otherwise.</summary>
    public const long DefaultLimit = 1_000_000_000;

    /// <summary>Runs a step of any number of states of any types.</summary>
    /// <param name="goOn">Whether to take another step: looks at the state in host memory.</param>
    /// <param name="body">The step.</param>
    /// <param name="initial">The state before the first step, at least one variable; types and shapes stay.</param>
    /// <param name="parameters">What all steps share; their sensitivities are summed over the steps.</param>
    /// <param name="limit">More steps than these are an error.</param>
    /// <param name="schedule">What to keep; null: everything.</param>
    /// <param name="planned">Told the plan of the backward sweep when the length is known, where a derivative may pass through the loop.</param>
    /// <exception cref="InvalidOperationException">The condition still holds after <paramref name="limit"/> steps.</exception>
    public static LoopResult Run(
        LoopCondition goOn, LoopBody body, ReadOnlySpan<Var> initial, ReadOnlySpan<Var> parameters = default, long limit = DefaultLimit, Schedule? schedule = null, Action<LoopPlan>? planned = null)
    {
        ArgumentNullException.ThrowIfNull(goOn);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var function = new LoopFunction(body, initial.Length, 0, parameters.Length, 0) { Steps = limit, GoOn = goOn, Schedule = schedule ?? Schedule.StoreAll, Planned = planned };
        return LoopCalls.Apply(function, [.. initial, .. parameters]);
    }

    /// <summary>Takes one state on while a condition holds.</summary>
    /// <param name="goOn">Whether to take another step: looks at the state in host memory.</param>
    /// <param name="step">Takes the state and the parameters to the next state.</param>
    /// <param name="initial">The state before the first step.</param>
    /// <param name="parameters">What all steps share.</param>
    /// <param name="limit">More steps than these are an error.</param>
    /// <param name="schedule">What to keep; null: everything.</param>
    public static Var<T> Run<T>(
        Func<NdArray<T>, bool> goOn, Func<Var<T>, IReadOnlyList<Var<T>>, Var<T>> step, Var<T> initial, IReadOnlyList<Var<T>> parameters, long limit = DefaultLimit, Schedule? schedule = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(goOn);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(parameters);
        return Run((_, state) => goOn(state[0].As<T>()), LoopCalls.Body(step, parameters.Count), [initial], LoopCalls.Untyped(parameters), limit, schedule).State[0].As<T>();
    }
}
