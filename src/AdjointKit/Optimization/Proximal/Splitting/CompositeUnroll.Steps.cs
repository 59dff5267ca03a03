using AdjointKit.Autodiff;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <content>The steps of each method with their lengths, as a loop takes them.</content>
internal sealed partial class CompositeUnroll
{
    private struct ForwardBackwardSteps(ForwardBackwardStep<Var, TapeScalar> first, ISlopeMap slope, ILengthMap prox, double length, double[] momenta, StepData? data) : IUnrolledStep
    {
        internal ForwardBackwardStep<Var, TapeScalar> Step = first;

        public void Visit(IStateVisitor<Var, TapeScalar> visitor) => Step.Visit(visitor);

        public readonly void VisitShared(IStateVisitor<Var, TapeScalar> visitor) => data?.Visit(visitor);

        public void Advance(TapeAlgebra on, long k)
        {
            Step.Move(on, slope, prox, length);
            Step.Carry(on, slope, momenta[k]);
        }
    }

    private struct PrimalDualSteps(PrimalDualStep<Var, TapeScalar> first, PrimalDualMaps maps, (double Primal, double Dual, double Momentum)[] lengths, StepData? data) : IUnrolledStep
    {
        internal PrimalDualStep<Var, TapeScalar> Step = first;

        public void Visit(IStateVisitor<Var, TapeScalar> visitor) => Step.Visit(visitor, hasSlope: maps.Slope is not null);

        public readonly void VisitShared(IStateVisitor<Var, TapeScalar> visitor) => data?.Visit(visitor);

        public void Advance(TapeAlgebra on, long k)
        {
            (double primal, double dual, double momentum) = lengths[k];
            Step.DualMove(on, maps, dual);
            Step.PrimalMove(on, maps, primal);
            Step.Carry(on, momentum);
        }
    }

    private struct AdmmSteps(AdmmStep<Var, TapeScalar> first, AdmmMaps maps, double penalty, double relaxation) : IUnrolledStep
    {
        internal AdmmStep<Var, TapeScalar> Step = first;

        public void Visit(IStateVisitor<Var, TapeScalar> visitor) => Step.Visit(visitor);

        /// <summary>A^H b, which is all that steps know of the data.</summary>
        public void VisitShared(IStateVisitor<Var, TapeScalar> visitor)
        {
            if (maps.DataBack is not null) visitor.Vector(ref Step.Data);
        }

        public void Advance(TapeAlgebra on, long k)
        {
            Step.Move(on, maps, penalty, relaxation);
            Step.Carry(on, maps);
        }
    }

    private struct LinearizedAdmmSteps(LinearizedAdmmStep<Var, TapeScalar> first, AdmmMaps maps, double primal, double dual, StepData? data) : IUnrolledStep
    {
        internal LinearizedAdmmStep<Var, TapeScalar> Step = first;

        public void Visit(IStateVisitor<Var, TapeScalar> visitor) => Step.Visit(visitor);

        public readonly void VisitShared(IStateVisitor<Var, TapeScalar> visitor) => data?.Visit(visitor);

        public void Advance(TapeAlgebra on, long k)
        {
            Step.Move(on, maps, primal, dual);
            Step.Carry(on);
        }
    }

    private struct DouglasRachfordSteps(DouglasRachfordStep<Var, TapeScalar> first, ILengthMap f, ILengthMap g, double length, double relaxation, StepData? data) : IUnrolledStep
    {
        internal DouglasRachfordStep<Var, TapeScalar> Step = first;

        public void Visit(IStateVisitor<Var, TapeScalar> visitor) => Step.Visit(visitor);

        public readonly void VisitShared(IStateVisitor<Var, TapeScalar> visitor) => data?.Visit(visitor);

        public void Advance(TapeAlgebra on, long k)
        {
            Step.Move(on, f, g, length);
            Step.Carry(on, relaxation);
        }
    }
}
