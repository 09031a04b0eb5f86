# What the projects' deploy scripts do for production.
s/1 #PROD#//
s/#PROD#/      /
s/ #imagetag/:tag/
s/k8s #k8s#/prod/
