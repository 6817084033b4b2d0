/// The runs of others that laws of this program were fitted to.
public enum PublishedRuns {
    /// What the file of ``figure1`` is called.
    public static let figure1Name = "distillation_fig1_354.csv"

    /// The 354 distillation runs of the paper's Figure 1 in CSV, byte for byte.
    ///
    /// From Busbridge et al. 2025, arXiv 2502.08606v2, as digitised for the repository PlanarG/active-sl (MIT; its dataset card CC-BY-4.0). The student's size is the
    /// column `N_S_figure`: `N_S`, as the file was first distributed, swaps 4.82 B and 7.75 B.
    public static var figure1: [UInt8] { PackageResources.distillation_fig1_354_csv }
}
