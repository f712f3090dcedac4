from company_layers import BaseLayer


class VisitCounter(BaseLayer):
    header = "X-Visited"
